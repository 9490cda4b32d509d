import type { Cause, Outcome, RepoMemory, RepoName, Snapshot } from '#model';
import type { Result } from '#report';
import { approveHere } from './approve-here.ts';
import { contestsElsewhere } from './contend.ts';
import type { Doors } from './doors.ts';
import { endingWith, endsNext } from './endings.ts';
import { concernsNobody, look } from './look.ts';
import { withOtherApps } from './other-apps.ts';
import { pauseCommands, tellPauses } from './pause-commands.ts';
import type { InForce } from './policies.ts';
import { repair } from './repair.ts';
import { runOf, type Run } from './run-of.ts';
import { stalePulls } from './stale-pulls.ts';
import { saidSwitchedOff } from './switched-off.ts';
import { tell } from './tell.ts';
import { tellContests } from './tell-contests.ts';
import { isForOrganisation, wakesAfter } from './wakes-after.ts';

export type RepoJob = {
  readonly repo: RepoName;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

/**
 * The road for one repository: observe, policy, plan, apply, report. Throws on an outage, to be run again;
 * what was done by then is found done, and still told.
 */
export async function reconcileRepo(doors: Doors, job: RepoJob): Promise<Outcome> {
  if (await concernsNobody(doors, job)) return { kind: 'settled', next: [] };
  const github = await doors.installation(job.installation);
  const seen = await look(doors, { ...job, github });
  if (!seen.known) return { kind: 'stalled', reason: seen.why };
  const { snapshot, policy } = seen.value;
  await keepPolicies(doors, policy);
  const approved = await approveHere({ doors, github, causes: job.causes, snapshot });
  const before = await remembered(doors, job, snapshot);
  const asked = { doors, github, causes: job.causes, snapshot, policy };
  const pauses = await pauseCommands(asked, before);
  const begun = await runOf(asked, pauses.memory);
  const { run, results, memory } = await repair(begun, await withOtherApps(begun, pauses.memory));
  const more = [...approved, ...wakesAfter(run, results)];
  if (!isForOrganisation(run, results)) {
    await tell({ ...run, causes: withEarlier(job.causes, before) }, results);
  }
  await tellPauses(asked, pauses);
  const kept = await tellContests(run, withContestsElsewhere(run, memory));
  await doors.memory.keepRepository(snapshot.repo.id, { ...kept, underWay: {} });
  const later = endsNext({ ...policy, ...kept, pause: run.pause, now: run.now });
  const stale = await stalePulls(doors, job, snapshot);
  return endingWith(outcomeOf(results), { ...job, snapshot }, { later, stale, more });
}

async function keepPolicies(doors: Doors, { keep }: InForce): Promise<void> {
  const since = doors.now().toISOString();
  for (const { repo, text } of keep) {
    await doors.memory.keepGoodPolicy(repo.owner, repo.name, { ...text, since });
  }
}

/** Branches that the policy names no more are looked at no more: what was contested there is over with time. */
function withContestsElsewhere({ snapshot, policy, now }: Run, memory: RepoMemory): RepoMemory {
  const names = snapshot.branches.map(({ name }) => name);
  return { ...memory, contests: contestsElsewhere(memory, names, { wanted: policy.wanted, now }) };
}

/** The memory of the repository, brought up to what the events and GitHub say of its main switch. */
async function remembered(doors: Doors, job: RepoJob, snapshot: Snapshot): Promise<RepoMemory> {
  const memory = await doors.memory.repository(snapshot.repo.id);
  const said = saidSwitchedOff(memory.protectionsDisabled, job.causes, doors.now());
  const protectionsDisabled = snapshot.enforced === true ? null : said;
  return { ...memory, protectionsDisabled, protectableAs: offered(snapshot) ?? memory.protectableAs };
}

/** A rule that was read, or GitHub's own word that there is none: either proves that protection is offered here. */
function offered({ repo, branches }: Snapshot): string | null {
  return branches.some(({ rule, head }) => rule.known && head !== null) ? repo.visibility : null;
}

/** Whoever caused a repair that an earlier run could not tell is named as well. */
function withEarlier(causes: readonly Cause[], before: RepoMemory): readonly Cause[] {
  return [
    ...Object.values(before.underWay).flatMap((repair) => repair.causes.filter(({ command }) => !command)),
    ...causes,
  ];
}

function outcomeOf(results: readonly Result[]): Outcome {
  const refusals = results.flatMap(({ plan, receipt }) => [
    ...plan.refusals,
    ...(receipt?.refused ? [receipt.refused] : []),
  ]);
  const [first] = refusals;
  if (first === undefined) return { kind: 'settled', next: [] };
  const onlyMissing = refusals.every((refusal) => refusal.code === 'branch_missing');
  return onlyMissing ? { kind: 'waiting', until: null, reason: first } : { kind: 'stalled', reason: first };
}
