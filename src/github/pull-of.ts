import type { BranchState, FileText, GroupState, Known, PullState } from '#model';
import { branchOf, hasQueue } from './branch-of.ts';
import { commitOf, folderAt, type Looked } from './commit-of.ts';
import { fileOf } from './file-of.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import { commitShape, groupAnswer, pullAnswer, type BaseShape, type PullShape } from './pull-shape.ts';
import { factsOf } from './reading-of.ts';

const AT: Path = ['repository', 'pullRequest'];

/** A pull request as answered; `filesKnown` false: the list of its files has to be read apart. */
export type PullRead = { readonly pull: PullState; readonly filesKnown: boolean };

/** The pull request in an answer to `PULL_QUERY`. */
export function pullOf(looked: Looked, repository: unknown): Known<PullRead> {
  const parsed = pullAnswer.safeParse(repository);
  const shape = parsed.data?.pullRequest;
  const commit = shape?.commitCount.nodes?.[0]?.commit;
  if (!parsed.data || !shape || commit?.oid !== shape.headRefOid) return incomplete(looked, AT);
  const head = commitOf(looked, [...AT, 'commitCount', 'nodes', 0, 'commit'], commit);
  const pull: PullState = {
    repo: factsOf(parsed.data),
    ...traitsOf(shape),
    head,
    base: baseOf(looked, [...AT, 'baseRef'], {
      name: shape.baseRefName,
      shape: shape.baseRef,
      mergeQueue: hasQueue(looked, [...AT, 'mergeQueue'], shape.mergeQueue),
    }),
    ...mergedOf(looked, shape, head.workflows),
    approvedBy: approversOf(shape),
  };
  return { known: true, value: { pull, filesKnown: pull.changedFiles !== null || hasTooMany(shape) } };
}

function traitsOf(shape: PullShape) {
  return {
    number: shape.number,
    open: shape.state === 'OPEN',
    draft: shape.isDraft,
    fork: shape.isCrossRepository,
    conflicting: shape.mergeable === 'CONFLICTING',
    author: shape.author?.login ?? null,
    headBranch: shape.headRefName,
    changedFiles: filesOf(shape),
  };
}

/** Whoever approved the head commit by a review that no later verdict of theirs took back. What is hidden is no approval. */
function approversOf({ latestOpinionatedReviews: reviews, headRefOid }: PullShape): readonly string[] {
  return (reviews?.nodes ?? []).flatMap((review) => {
    const approved = review?.state === 'APPROVED' && review.commit?.oid === headRefOid;
    return approved && review.author ? [review.author.login] : [];
  });
}

/** The group in an answer to `GROUP_QUERY`, which only a branch with a merge queue has; its files are compared apart. */
export function groupOf(looked: Looked, repository: unknown, branch: string): Known<GroupState> {
  const parsed = groupAnswer.safeParse(repository);
  const commit = commitShape.safeParse(parsed.data?.head);
  if (!parsed.success || !commit.success) return incomplete(looked, ['repository', 'head']);
  return {
    known: true,
    value: {
      repo: factsOf(parsed.data),
      head: commitOf(looked, ['repository', 'head'], commit.data),
      base: baseOf(looked, ['repository', 'baseRef'], {
        name: branch,
        shape: parsed.data.baseRef,
        mergeQueue: true,
      }),
      changedFiles: null,
    },
  };
}

/** GitHub lists no more files than these, and runs every workflow of longer histories. */
const MOST_FILES = 3000;
const MOST_COMMITS = 1000;

function hasTooMany(pull: PullShape): boolean {
  return pull.changedFiles >= MOST_FILES || pull.commitCount.totalCount > MOST_COMMITS;
}

/** Null: there are more than a page, or a renamed one, whose old name only REST tells. */
function filesOf(pull: PullShape): readonly string[] | null {
  const nodes = (pull.files?.nodes ?? []).filter((node) => node !== null);
  const whole = pull.files?.totalCount === nodes.length && pull.changedFiles === nodes.length;
  if (!whole || hasTooMany(pull) || nodes.some(({ changeType }) => changeType === 'RENAMED')) return null;
  return nodes.map(({ path }) => path);
}

type Named = { readonly name: string; readonly shape: BaseShape; readonly mergeQueue: boolean };

function baseOf(looked: Looked, path: Path, { name, shape, mergeQueue }: Named): BranchState {
  if (!shape) {
    const why = unknownBecause(`the branch ${name}`, holeAt(looked.errors, path));
    return {
      name,
      head: null,
      rule: { known: false, why },
      rulesets: { known: false, why },
      mergeQueue,
      lastReport: null,
      workflows: { known: false, why },
    };
  }
  const folder = shape.target?.workflows;
  const workflows = folderAt(looked, [...path, 'target', 'workflows'], folder);
  return branchOf(looked, { path, workflows, mergeQueue }, shape).state;
}

/** While GitHub has made no test merge, the head's own files are the nearest there is. */
function mergedOf(
  looked: Looked,
  pull: PullShape,
  ofHead: PullState['workflows'],
): Pick<PullState, 'workflows' | 'policy'> {
  const merge = pull.potentialMergeCommit;
  const at = merge ? [...AT, 'potentialMergeCommit'] : [...AT, 'commitCount', 'nodes', 0, 'commit'];
  const source = merge ?? pull.commitCount.nodes?.[0]?.commit;
  const policy: Known<FileText | null> = fileOf(looked, [...at, 'policy'], source?.policy?.object);
  return {
    workflows: merge ? folderAt(looked, [...at, 'workflows'], merge.workflows) : ofHead,
    policy,
  };
}

function incomplete(looked: Looked, path: Path): Known<never> {
  return { known: false, why: unknownBecause(String(path.at(-1)), holeAt(looked.errors, path)) };
}
