import type { Cause, Outcome, RepoMemory, RepoName, Snapshot } from '#model';
import type { Result } from '#report';
import { contestsElsewhere } from './contend.ts';
import type { Doors } from './doors.ts';
import { endingWith, endsNext, exemptNow } from './endings.ts';
import { concernsNobody, look } from './look.ts';
import { withOtherApps } from './other-apps.ts';
import { pauseCommands, tellPauses } from './pause-commands.ts';
import { pauseNow } from './pause.ts';
import { repair, toldLate, type Run } from './repair.ts';
import { stalePulls } from './stale-pulls.ts';
import { saidSwitchedOff, switchedOffProblem } from './switched-off.ts';
import { waiverNotes } from './waivers.ts';
import { tell } from './tell.ts';
import { tellContests } from './tell-contests.ts';

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
  const now = doors.now();
  const { snapshot } = seen.value;
  const policy = { ...seen.value.policy, wanted: exemptNow(seen.value.policy.wanted, now) };
  for (const { owner, name, file } of policy.keep) {
    await doors.memory.keepGoodPolicy(owner, name, { ...file, since: doors.now().toISOString() });
  }
  const before = await remembered(doors, job, snapshot);
  const asked = { doors, github, causes: job.causes, snapshot, policy };
  const pauses = await pauseCommands(asked, before);
  const switchedOff = switchedOffProblem(before.protectionsDisabled);
  const notes = waiverNotes(await doors.memory.pulls(snapshot.repo.id), now);
  const told = { ...policy, notes: [...policy.notes, ...notes] };
  const pause = pauseNow(pauses.memory, snapshot.repo, now);
  const run: Run = { ...asked, policy: told, switchedOff, pause, now };
  const { results, memory } = await repairAll(run, await withOtherApps(run, pauses.memory));
  await tell({ ...run, causes: withEarlier(job.causes, before) }, results);
  await tellPauses(asked, pauses);
  const kept = await tellContests(run, withContestsElsewhere(run, memory));
  await doors.memory.keepRepository(snapshot.repo.id, { ...kept, underWay: {} });
  const later = endsNext({ ...policy, ...kept, pause, now });
  const stale = await stalePulls(doors, job, snapshot);
  return endingWith(outcomeOf(results), { ...job, snapshot }, { later, stale });
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

async function repairAll(
  run: Run,
  before: RepoMemory,
): Promise<{ results: readonly Result[]; memory: RepoMemory }> {
  let memory = before;
  const results: Result[] = [];
  for (const branch of run.snapshot.branches) {
    const repaired = toldLate(await repair(run, branch, memory), before, run.now);
    memory = repaired.memory;
    results.push(repaired.result);
  }
  return { results, memory };
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
