import { DEFAULT_BRANCH, type Cause, type Known, type RepoName, type Snapshot, type Wanted } from '#model';
import { type Look, observe, type Recalled } from '#observe';
import type { Doors, Installation } from './doors.ts';
import { policiesInForce, recallPolicies, wantedBefore, type InForce } from './policies.ts';
import { saidSwitchedOff } from './switched-off.ts';

/** What a run goes by: the snapshot of the branches the policy names, and that policy. */
export type Seen = { readonly snapshot: Snapshot; readonly policy: InForce };

type On = { readonly github: Installation; readonly repo: RepoName; readonly causes: readonly Cause[] };

/** Reads the branches that the last good policy names, and once more if the policy just read names others. */
export async function look(doors: Doors, { github, repo, causes }: On): Promise<Known<Seen>> {
  const good = await recallPolicies(doors.memory, repo);
  const before = wantedBefore(repo, good).wanted;
  const expected = branchNames(before);
  const first = await observe(github.reader, {
    repo,
    branches: expected,
    ...asksFor(before),
    recall: (id) => recalled(doors, id, causes),
  });
  if (!first.known) return first;
  const policy = policiesInForce(first.value, good);
  const asked = branchNames(policy.wanted);
  if (asked.every((name) => expected.includes(name))) return known(first.value, asked, policy);
  const second = await observe(github.reader, {
    repo,
    branches: asked,
    ...asksFor(policy.wanted),
    recall: (id) => recalled(doors, id, causes),
  });
  return second.known ? known(second.value, asked, policiesInForce(second.value, good)) : second;
}

/** Whether all causes are about branches that no policy names, as most pushes are: then nothing is asked of GitHub. */
export async function concernsNobody(doors: Doors, { repo, causes }: Omit<On, 'github'>): Promise<boolean> {
  const branches = causes.map((cause) => cause.branch);
  if (branches.length === 0 || branches.includes(undefined)) return false;
  const named = branchNames(wantedBefore(repo, await recallPolicies(doors.memory, repo)).wanted);
  return !branches.some((branch) => branch !== undefined && named.includes(branch));
}

async function recalled(doors: Doors, id: number, causes: readonly Cause[]): Promise<Recalled> {
  const memory = await doors.memory.repository(id);
  const switchedOff = saidSwitchedOff(memory.protectionsDisabled, causes, doors.now());
  return { protectableAs: memory.protectableAs, doubtEnforced: switchedOff !== null };
}

/** No policy goes by custom properties yet. */
function asksFor({ via }: Wanted): Pick<Look, 'properties' | 'ownRuleset'> {
  return { properties: false, ownRuleset: via.value === 'ruleset' };
}

function branchNames(wanted: Wanted): readonly string[] {
  return wanted.branches.map((branch) => branch.value);
}

function known(snapshot: Snapshot, asked: readonly string[], policy: InForce): Known<Seen> {
  const names = asked.map((name) => (name === DEFAULT_BRANCH ? (snapshot.repo.defaultBranch ?? name) : name));
  const branches = snapshot.branches.filter((branch) => names.includes(branch.name));
  return { known: true, value: { snapshot: { ...snapshot, branches }, policy } };
}
