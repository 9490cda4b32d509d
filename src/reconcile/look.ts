import { DEFAULT_BRANCH, type Cause, type Known, type RepoName, type Snapshot, type Wanted } from '#model';
import { observe, type Recalled } from '#observe';
import type { Doors, Installation } from './doors.ts';
import { branchesBefore, policiesInForce, recallPolicies, type InForce } from './policies.ts';
import { saidSwitchedOff } from './switched-off.ts';

/** What a run goes by: the snapshot of the branches the policy names, and that policy. */
export type Seen = { readonly snapshot: Snapshot; readonly policy: InForce };

type On = { readonly github: Installation; readonly repo: RepoName; readonly causes: readonly Cause[] };

/** Reads the branches that the last good policy names, and once more if the policy just read names others. */
export async function look(doors: Doors, { github, repo, causes }: On): Promise<Known<Seen>> {
  const good = await recallPolicies(doors.memory, repo);
  const expected = branchesBefore(repo, good);
  const first = await observe(github.reader, {
    repo,
    branches: expected,
    recall: (id) => recalled(doors, id, causes),
  });
  if (!first.known) return first;
  const policy = policiesInForce(first.value, good, doors.now());
  const asked = branchNames(policy.wanted);
  if (asked.every((name) => expected.includes(name))) return known(first.value, asked, policy);
  const second = await observe(github.reader, {
    repo,
    branches: asked,
    recall: (id) => recalled(doors, id, causes),
  });
  return second.known ? known(second.value, asked, policiesInForce(second.value, good, doors.now())) : second;
}

/** Whether all causes are about branches that no policy names, as most pushes are: then nothing is asked of GitHub. */
export async function concernsNobody(doors: Doors, { repo, causes }: Omit<On, 'github'>): Promise<boolean> {
  const branches = causes.map((cause) => cause.branch);
  if (branches.length === 0 || branches.includes(undefined)) return false;
  const named = branchesBefore(repo, await recallPolicies(doors.memory, repo));
  return !branches.some((branch) => branch !== undefined && named.includes(branch));
}

async function recalled(doors: Doors, id: number, causes: readonly Cause[]): Promise<Recalled> {
  const memory = await doors.memory.repository(id);
  const switchedOff = saidSwitchedOff(memory.protectionsDisabled, causes, doors.now());
  return { protectableAs: memory.protectableAs, doubtEnforced: switchedOff !== null };
}

function branchNames(wanted: Wanted): readonly string[] {
  return wanted.branches.map((branch) => branch.value);
}

function known(snapshot: Snapshot, asked: readonly string[], policy: InForce): Known<Seen> {
  const names = asked.map((name) => (name === DEFAULT_BRANCH ? (snapshot.repo.defaultBranch ?? name) : name));
  const branches = snapshot.branches.filter((branch) => names.includes(branch.name));
  return { known: true, value: { snapshot: { ...snapshot, branches }, policy } };
}
