import type {
  Access,
  BranchRule,
  BranchState,
  Known,
  Problem,
  RepoFacts,
  RepoName,
  RuleActors,
  Snapshot,
} from '#model';
import type { Reader, Reading } from './reader.ts';

export type Look = {
  readonly repo: RepoName;
  readonly branches: readonly string[];
  /** What is remembered of the repository, once its id is known. */
  readonly recall: (id: number) => Promise<Recalled>;
};

export type Recalled = {
  /** The visibility under which GitHub was seen to offer protection here; null: not seen yet. */
  readonly protectableAs: string | null;
  /** True while something says that all protections are switched off: GitHub is asked whether it is so. */
  readonly doubtEnforced: boolean;
};

/**
 * Reads one repository: one query, and one more read only where that answer is ambiguous. Custom properties and
 * Mainstay's own ruleset are not asked for here: whether they are needed is known only by the policy just read.
 */
export async function observe(reader: Reader, look: Look): Promise<Known<Snapshot>> {
  const access = await reader.access();
  const answer = await reader.repository({ repo: look.repo, branches: look.branches });
  if (!answer.known) return answer;
  const { repo } = answer.value;
  const recalled = await look.recall(repo.id);
  const branches: BranchState[] = [];
  for (const branch of answer.value.branches) branches.push(await settle(reader, { repo, branch, recalled }));
  const enforced = recalled.doubtEnforced ? await enforcedNow(reader, repo, branches) : null;
  return { known: true, value: snapshotOf({ ...answer.value, branches }, access, enforced) };
}

/** A reading as a snapshot, without a further read: enough to see whether a repository needs a look of its own. */
export function snapshotOf(reading: Reading, access: Access, enforced: boolean | null): Snapshot {
  return { ...reading, access, enforced, properties: null, ownRuleset: null };
}

type Doubtful = { readonly repo: RepoFacts; readonly branch: BranchState; readonly recalled: Recalled };

async function settle(reader: Reader, { repo, branch, recalled }: Doubtful): Promise<BranchState> {
  if (!branch.rule.known || branch.head === null || repo.archived || repo.disabled) return branch;
  const rule = branch.rule.value;
  if (rule === null) {
    const sure = repo.visibility === 'public' || recalled.protectableAs === repo.visibility;
    return sure ? branch : { ...branch, rule: await confirmAbsent(reader, repo, branch.name) };
  }
  if (rule.pattern === branch.name || !hidesActors(rule)) return branch;
  return { ...branch, rule: await withActors(reader, { repo, branch: branch.name, rule }) };
}

/**
 * GraphQL shows no rule both where there is none and where the plan offers none, so on a private repository
 * only REST's "Branch not protected" counts as "none".
 * https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
 */
async function confirmAbsent(
  reader: Reader,
  repo: RepoName,
  branch: string,
): Promise<Known<BranchRule | null>> {
  const answer = await reader.protection(repo, branch);
  if (answer.kind === 'absent') return { known: true, value: null };
  if (answer.kind === 'unknown') return { known: false, why: answer.why };
  const why: Problem = {
    code: 'read_incomplete',
    detail: `GraphQL shows no rule for "${branch}" and REST shows one.`,
  };
  return { known: false, why };
}

function hidesActors({ protection }: BranchRule): boolean {
  const { pushers, forcePushers, reviews } = protection;
  return [pushers, forcePushers, reviews?.dismissers, reviews?.bypassers].includes('notVisible');
}

/** An exact rule beside this wildcard would have to carry its actors over, and REST shows some GraphQL hides. */
async function withActors(
  reader: Reader,
  on: { readonly repo: RepoName; readonly branch: string; readonly rule: BranchRule },
): Promise<Known<BranchRule>> {
  const answer = await reader.protection(on.repo, on.branch);
  if (answer.kind !== 'found') return { known: true, value: on.rule };
  const { pushers, reviews } = answer.protection;
  const { protection } = on.rule;
  const shown = {
    ...protection,
    pushers: unhidden(protection.pushers, pushers),
    reviews: protection.reviews && {
      ...protection.reviews,
      dismissers: unhidden(protection.reviews.dismissers, reviews?.dismissers ?? null),
      bypassers: unhidden(protection.reviews.bypassers, reviews?.bypassers ?? null),
    },
  };
  return { known: true, value: { ...on.rule, protection: shown } };
}

/** REST showing no limit where GraphQL says that there is one does not mean everybody: the actors stay hidden. */
function unhidden<T extends RuleActors | null>(actors: T, shown: RuleActors | null): T | RuleActors {
  return actors === 'notVisible' ? (shown ?? 'notVisible') : actors;
}

/** One branch that exists speaks for the switch, which is the repository's. Null: GitHub does not say. */
async function enforcedNow(
  reader: Reader,
  repo: RepoName,
  branches: readonly BranchState[],
): Promise<boolean | null> {
  const branch = branches.find((candidate) => candidate.rule.known && candidate.rule.value !== null);
  return branch === undefined ? null : reader.enforced(repo, branch.name);
}
