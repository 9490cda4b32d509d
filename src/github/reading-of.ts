import {
  type BranchRule,
  type BranchState,
  DEFAULT_BRANCH,
  type FileText,
  type Known,
  type RepoFacts,
} from '#model';
import type { Reading } from '#observe';
import { branchOf, type BranchFound, hasQueue } from './branch-of.ts';
import { fileOf, type Looked, workflowsOf } from './file-of.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import { folderOf, queueOf } from './repository-query.ts';
import {
  branchShape,
  type FactsShape,
  factsShape,
  folderShape,
  policyRepositoryShape,
  queueShape,
} from './reading-shape.ts';

/** The branches asked for, in the order of their aliases. */
export type AskedBranches = readonly { readonly branch: string; readonly alias: string }[];
export type OrganisationPolicy = Pick<Reading, 'organisationPolicy' | 'policyRepositoryVisible'>;

/**
 * A reading, the rules in it whose checks' sources GraphQL hid, by branch, and the node ids of the rulesets in it, by
 * their numbers.
 */
export type Read = {
  readonly reading: Reading;
  readonly sourcesHidden: ReadonlyMap<string, BranchRule>;
  readonly rulesetIds: ReadonlyMap<number, string>;
};

/** One repository from the part of a GraphQL answer at `path`. */
export function readingOf(
  looked: Looked & { readonly policy: OrganisationPolicy; readonly asked: AskedBranches },
  path: Path,
  repository: unknown,
): Known<Read> {
  if (repository === null || repository === undefined) return noRepository(looked, path);
  const parsed = factsShape.safeParse(repository);
  if (!parsed.success || !hasAllTopics(parsed.data)) return incomplete(looked, path);
  const found = branchesOf(looked, path, parsed.data);
  if (found === null) return incomplete(looked, path);
  return {
    known: true,
    value: {
      reading: {
        repo: factsOf(parsed.data),
        branches: found.map(({ state }) => state),
        ...looked.policy,
        repositoryPolicy: fileOf(looked, [...path, 'policy'], parsed.data.policy),
      },
      sourcesHidden: new Map(
        found.flatMap(({ state, sourcesHidden }) =>
          sourcesHidden ? [[state.name, sourcesHidden] as const] : [],
        ),
      ),
      rulesetIds: new Map(found.flatMap(({ rulesetIds }) => [...rulesetIds])),
    },
  };
}

/** A policy may go by a topic that is not shown. GitHub allows twenty, which is what is asked for. */
function hasAllTopics({ repositoryTopics: topics }: FactsShape): boolean {
  const shown = topics?.nodes?.filter((node) => node !== null);
  return shown !== undefined && shown.length === topics?.totalCount;
}

/** The organisation's policy file, from the answer's own root field for it. */
export function organisationPolicyOf(looked: Looked, answer: unknown): OrganisationPolicy {
  const at = ['policyRepository'];
  const hole = holeAt(looked.errors, at);
  const parsed = policyRepositoryShape.safeParse(answer);
  if (parsed.success && parsed.data) {
    const organisationPolicy = fileOf(looked, [...at, 'policy'], parsed.data.policy);
    return { organisationPolicy, policyRepositoryVisible: true };
  }
  const gone = hole?.type === 'NOT_FOUND';
  const organisationPolicy: Known<FileText | null> = gone
    ? { known: true, value: null }
    : { known: false, why: unknownBecause("the organisation's policy", hole) };
  return { organisationPolicy, policyRepositoryVisible: false };
}

export function factsOf(facts: FactsShape): RepoFacts {
  const visibility = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;
  return {
    owner: facts.owner.login,
    name: facts.name,
    id: facts.databaseId,
    nodeId: facts.id,
    visibility: visibility[facts.visibility],
    archived: facts.isArchived,
    disabled: facts.isDisabled,
    empty: facts.isEmpty,
    defaultBranch: facts.defaultBranchRef?.name ?? null,
    fork: facts.isFork,
    topics: (facts.repositoryTopics?.nodes ?? []).flatMap((node) => (node ? [node.topic.name] : [])),
    language: facts.primaryLanguage?.name ?? null,
  };
}

/** Null: a branch is missing from the answer because of an error, so whether it exists is unknown. */
function branchesOf(
  looked: Looked & { readonly asked: AskedBranches },
  path: Path,
  facts: FactsShape,
): readonly BranchFound[] | null {
  if (!facts.defaultBranchRef && holeAt(looked.errors, [...path, 'defaultBranchRef'])) return null;
  const found = new Map<string, BranchFound>();
  for (const { branch, alias } of looked.asked) {
    const at = [...path, alias];
    const parsed = branchShape.nullable().safeParse(facts[alias]);
    if (!parsed.success || (parsed.data === null && holeAt(looked.errors, at))) return null;
    const one = parsed.data
      ? branchOf(looked, { path: at, ...beside(looked, { path, alias, facts }) }, parsed.data)
      : absent(branch);
    if (one) found.set(one.state.name, one);
  }
  return [...found.values()];
}

type At = { readonly path: Path; readonly alias: string; readonly facts: FactsShape };

function beside(looked: Looked, { path, alias, facts }: At): Pick<BranchState, 'workflows' | 'mergeQueue'> {
  const queue = queueOf(alias);
  const parsed = queueShape.safeParse(facts[queue]);
  return {
    workflows: workflowsAt(looked, [...path, folderOf(alias)], facts),
    mergeQueue: hasQueue(looked, [...path, queue], parsed.data),
  };
}

function workflowsAt(looked: Looked, path: Path, facts: FactsShape): BranchState['workflows'] {
  const parsed = folderShape.safeParse(facts[String(path.at(-1))]);
  if (!parsed.success)
    return { known: false, why: unknownBecause('the workflow files', holeAt(looked.errors, path)) };
  return workflowsOf(looked, path, parsed.data);
}

function absent(branch: string): BranchFound | null {
  if (branch === DEFAULT_BRANCH) return null;
  const state: BranchState = {
    name: branch,
    head: null,
    rule: { known: true, value: null },
    rulesets: { known: true, value: [] },
    mergeQueue: false,
    lastReport: null,
    workflows: { known: true, value: [] },
  };
  return { state, sourcesHidden: null, rulesetIds: new Map() };
}

function noRepository(looked: Looked, path: Path): Known<never> {
  const hole = holeAt(looked.errors, path);
  if (hole?.type !== 'NOT_FOUND') return incomplete(looked, path);
  return { known: false, why: { code: 'repository_not_found', detail: hole.message } };
}

function incomplete(looked: Looked, path: Path): Known<never> {
  return { known: false, why: unknownBecause('the repository', holeAt(looked.errors, path)) };
}
