import {
  DEFAULT_BRANCH,
  OWN_RULESET,
  type Cause,
  type Known,
  type RepoName,
  type Snapshot,
  type Wanted,
} from '#model';
import { observe, type Recalled as RecalledOfRepo } from '#observe';
import { asksForProperties } from '#policy';
import type { Doors, Installation } from './doors.ts';
import {
  branchesRemembered,
  organisationInForce,
  policyInForce,
  recallPolicies,
  type InForce,
  type Recalled,
} from './policies.ts';
import { saidSwitchedOff } from './switched-off.ts';

/** What a run goes by: the snapshot of the branches the policy names, and that policy. */
export type Seen = { readonly snapshot: Snapshot; readonly policy: InForce };

type On = { readonly github: Installation; readonly repo: RepoName; readonly causes: readonly Cause[] };

/** Reads the branches that the policies in memory may name, and once more if the policy just read names others. */
export async function look(doors: Doors, on: On): Promise<Known<Seen>> {
  const recalled = await recallPolicies(doors.memory, on.repo);
  const expected = branchesRemembered(on.repo, recalled);
  const first = await see(doors, on, { recalled, branches: expected });
  if (!first.known) return first;
  const asked = branchNames(first.value.policy.wanted);
  if (asked.every((name) => expected.includes(name))) return first;
  return see(doors, on, { recalled, branches: asked });
}

/** Whether all causes are about branches that no policy names, as most pushes are: then nothing is asked of GitHub. */
export async function concernsNobody(doors: Doors, { repo, causes }: Omit<On, 'github'>): Promise<boolean> {
  const branches = causes.map((cause) => cause.branch);
  if (branches.length === 0 || branches.includes(undefined)) return false;
  const named = branchesRemembered(repo, await recallPolicies(doors.memory, repo));
  return !branches.some((branch) => branch !== undefined && named.includes(branch));
}

/** Custom properties, and Mainstay's own ruleset, are read only where a policy or a branch calls for them. */
async function see(
  doors: Doors,
  { github, repo, causes }: On,
  { recalled, branches }: { readonly recalled: Recalled; readonly branches: readonly string[] },
): Promise<Known<Seen>> {
  const { reader } = github;
  const read = await observe(reader, { repo, branches, recall: (id) => recall(doors, id, causes) });
  if (!read.known) return read;
  const organisation = organisationInForce(repo.owner, read.value.organisationPolicy, recalled);
  const properties = asksForProperties(organisation.file) ? await reader.properties(repo) : null;
  const found = { ...read.value, properties };
  const policy = policyInForce(doors, found, { recalled, organisation });
  const snapshot = onlyAsked(found, policy.wanted);
  const ownRuleset = needsOwnRuleset(snapshot, policy.wanted) ? await reader.ownRuleset(repo) : null;
  return { known: true, value: { snapshot: { ...snapshot, ownRuleset }, policy } };
}

/** Where it is to be made, kept right, or taken back. */
function needsOwnRuleset(snapshot: Snapshot, { via }: Wanted): boolean {
  return via.value === 'ruleset' || isOwnInForce(snapshot);
}

/** Whether Mainstay's ruleset of the repository is in force on a branch. */
export function isOwnInForce({ branches }: Snapshot): boolean {
  const inForce = branches.flatMap(({ rulesets }) => (rulesets.known ? rulesets.value : []));
  return inForce.some(({ name, source }) => name === OWN_RULESET && source.kind === 'repository');
}

async function recall(doors: Doors, id: number, causes: readonly Cause[]): Promise<RecalledOfRepo> {
  const memory = await doors.memory.repository(id);
  const switchedOff = saidSwitchedOff(memory.protectionsDisabled, causes, doors.now());
  return { protectableAs: memory.protectableAs, doubtEnforced: switchedOff !== null };
}

function branchNames(wanted: Wanted): readonly string[] {
  return wanted.branches.map((branch) => branch.value);
}

/** The snapshot with only the branches that a policy asks for. */
export function onlyAsked(snapshot: Snapshot, wanted: Wanted): Snapshot {
  const names = branchNames(wanted).map((name) =>
    name === DEFAULT_BRANCH ? (snapshot.repo.defaultBranch ?? name) : name,
  );
  return { ...snapshot, branches: snapshot.branches.filter((branch) => names.includes(branch.name)) };
}
