import { apply } from '#apply';
import type {
  AddedContext,
  BranchState,
  Cause,
  Contest,
  Pause,
  Plan,
  Problem,
  Receipt,
  RepoMemory,
  RequiredContext,
} from '#model';
import { checkOf, withoutLeftOut } from '#plan';
import type { Result } from '#report';
import { afterWriting, contend } from './contend.ts';
import type { Doors, Installation } from './doors.ts';
import { forecastFor } from './forecasts.ts';
import type { Seen } from './look.ts';
import { waivedOn } from './waivers.ts';

/** One repository's run: what it goes by, and whom it may ask. */
export type Run = Seen & {
  readonly doors: Doors;
  readonly github: Installation;
  readonly causes: readonly Cause[];
  /** Set while GitHub says that all protections of the repository are off. */
  readonly switchedOff: Problem | null;
  /** The pause that lasts: nothing is written until it is over. */
  readonly pause: Pause | null;
  /** When the run began: one time for all that it decides. */
  readonly now: Date;
};

export type Repaired = { readonly result: Result; readonly memory: RepoMemory };

/** Plans one branch and, unless something says to stop before it, makes the plan true. */
export async function repair(run: Run, branch: BranchState, before: RepoMemory): Promise<Repaired> {
  const { snapshot } = run;
  const asked = isAsked(run) ? { ...before, leftOut: forgetLeftOut(before, branch.name) } : before;
  const { plan, stopped, contests } = await planned(run, branch, asked);
  const memory = { ...asked, contests: { ...asked.contests, [branch.name]: contests } };
  if (plan.write === null || stopped !== null) return { result: { plan, receipt: null, stopped }, memory };
  const underWay = { ...memory.underWay, [branch.name]: { changes: plan.changes, causes: run.causes } };
  await run.doors.memory.keepRepository(snapshot.repo.id, { ...memory, underWay });
  const receipt = await apply(run.github.writer, plan);
  const result: Result = { plan, receipt, stopped: null };
  if (receipt === null || receipt.refused !== null)
    return { result, memory: { ...memory, protectableAs: null } };
  return {
    result,
    memory: {
      ...afterWrite(memory, plan, receipt),
      underWay,
      protectableAs: snapshot.repo.visibility,
      contests: watched(run, memory, { plan, receipt }),
    },
  };
}

/** What is to be done about a branch, and whether something says to stop before it. */
export async function planned(
  run: Run,
  branch: BranchState,
  memory: RepoMemory,
): Promise<Pick<Result, 'plan' | 'stopped'> & { readonly contests: readonly Contest[] }> {
  const { snapshot, policy, switchedOff } = run;
  const { wanted, unknown: policyUnknown } = policy;
  const forecast = forecastFor({ repo: snapshot.repo, branch, wanted, others: memory.others });
  const added = memory.added[branch.name] ?? [];
  const pulls = await run.doors.memory.pulls(snapshot.repo.id);
  const waived = waivedOn(pulls, branch.name, run.doors.now());
  const asked = { snapshot, branch, wanted, switchedOff, policyUnknown, forecast, added, waived };
  const { plan, contests } = contend(asked, {
    contests: memory.contests[branch.name] ?? [],
    causes: run.causes,
    ownLogin: await run.doors.ownLogin(),
    paused: run.pause !== null,
    now: run.now,
  });
  const tried = withoutLeftOut(plan, memory.leftOut[branch.name]);
  return { plan: tried, stopped: stopsBefore(run, tried), contests };
}

/** A person who asks for it gets another try at what GitHub left out. */
function isAsked({ causes }: Run): boolean {
  return causes.some(({ command }) => command?.name === 'sync' || command?.name === 'repair');
}

function afterWrite(memory: RepoMemory, plan: Plan, { dropped }: Receipt): RepoMemory {
  const others = forgetLeftOut(memory, plan.branch);
  const now = { [plan.branch]: { changes: plan.changes, dropped } };
  return {
    ...memory,
    leftOut: dropped.length > 0 ? { ...others, ...now } : others,
    added: { ...memory.added, [plan.branch]: addedBy(plan, memory) },
  };
}

function forgetLeftOut({ leftOut }: RepoMemory, branch: string): RepoMemory['leftOut'] {
  return Object.fromEntries(Object.entries(leftOut).filter(([name]) => name !== branch));
}

/** What was written is watched for somebody who changes it back; what GitHub left out never was written. */
function watched(
  { now }: Pick<Run, 'now'>,
  { contests }: RepoMemory,
  { plan, receipt }: { readonly plan: Plan; readonly receipt: Receipt },
): RepoMemory['contests'] {
  if (receipt.dropped.length > 0) return contests;
  return { ...contests, [plan.branch]: afterWriting(contests[plan.branch], plan.changes, now) };
}

/**
 * A repair that an earlier run made and could not tell: its plan is met by now, its changes are told here, and what
 * it added is remembered as Mainstay's own.
 */
export function toldLate({ result, memory }: Repaired, before: RepoMemory, now: Date): Repaired {
  const { plan } = result;
  const earlier = before.underWay[plan.branch];
  if (earlier === undefined || plan.changes.length > 0 || plan.refusals.length > 0) return { result, memory };
  const made = { ...plan, changes: earlier.changes };
  const receipt = { refused: null, dropped: [] };
  const contests = watched({ now }, memory, { plan: made, receipt });
  return {
    result: { ...result, plan: made, receipt },
    memory: { ...memory, contests, added: { ...memory.added, [plan.branch]: addedBy(made, before) } },
  };
}

/** A pause, monitor mode and a preview are the absence of the last steps. */
function stopsBefore(run: Run, plan: Plan): Result['stopped'] {
  if (run.pause !== null) return 'paused';
  const commands = run.causes.map((cause) => cause.command?.name);
  if (plan.mode.value === 'monitor' && !commands.includes('repair')) return 'monitor';
  return commands.length > 0 && commands.every((name) => name === 'plan') ? 'preview' : null;
}

/** The contexts of this branch that are there because Mainstay added them, and that it may take back. */
function addedBy(plan: Plan, memory: RepoMemory): readonly AddedContext[] {
  const before = memory.added[plan.branch] ?? [];
  const change = plan.changes.find((candidate) => candidate.dimension === 'required_checks');
  if (change === undefined) return before;
  const found = change.before ?? [];
  return change.after.flatMap((entry) => {
    const own = before.find((other) => isSame(other, entry));
    if (own) return [own];
    const isPeoples = found.some((other) => isSame(other, entry));
    return isPeoples ? [] : [{ ...entry, check: checkOf(plan, entry.context) }];
  });
}

function isSame(one: RequiredContext, other: RequiredContext): boolean {
  return one.context === other.context && one.source === other.source;
}
