import type { Cause, Contest, Outcome, Pause, Problem, RepoMemory, Snapshot, Wake, Wanted } from '#model';
import { contestProblem, exemptProblem, pausedProblem } from '#report';
import { contestRule } from './contend.ts';
import { quietFrom } from './contest.ts';

/** A time at which a repository is looked at again although nothing happens to it. */
export type Later = { readonly until: Date; readonly reason: Problem };

/** The event of a look that only the clock asks for. */
export const CLOCK = 'clock';

/** The first thing that ends by the clock: a pause, an exemption, the wait of a contested setting, its contest. */
export function endsNext(on: {
  readonly wanted: Wanted;
  readonly pause: Pause | null;
  readonly contests: RepoMemory['contests'];
  /** What is past stays undone until an event: where GitHub does not show something, the clock does not help. */
  readonly now: Date;
}): Later | null {
  const { wanted, pause, contests, now } = on;
  const { windowMs } = contestRule(wanted);
  const all = [
    pause === null ? null : { until: new Date(pause.until), reason: pausedProblem(pause) },
    exemptionEnd(wanted),
    ...Object.entries(contests).flatMap(([branch, each]) =>
      each.map((contest) => contestEnd(branch, contest, windowMs)),
    ),
  ];
  const found = all.filter((one) => one !== null).filter(({ until }) => until > now);
  return found.toSorted((one, other) => one.until.getTime() - other.until.getTime())[0] ?? null;
}

/** An exemption that is over asks for nothing any more. */
export function exemptNow(wanted: Wanted, now: Date): Wanted {
  const { exempt } = wanted;
  const isOver = exempt !== null && exempt.until !== null && Date.parse(exempt.until) <= now.getTime();
  return isOver ? { ...wanted, exempt: null } : wanted;
}

export type EndingJob = {
  readonly installation: number;
  readonly causes: readonly Cause[];
  readonly snapshot: Snapshot;
};

/**
 * How a run ends that something ends by the clock after. What waits comes back with its causes, so whoever changed
 * something meanwhile is still named; a command would be answered again, so another run waits in its stead.
 */
export function endingWith(
  outcome: Outcome,
  job: EndingJob,
  on: {
    readonly later: Later | null;
    readonly stale: readonly Wake[];
    /** What has to be looked at next because of this run. */
    readonly more: readonly Wake[];
  },
): Outcome {
  const { later, stale, more } = on;
  if (more.length > 0) {
    const instead = later === null ? [] : inItsStead(job);
    return { kind: 'settled', next: [...more, ...stale, ...instead] };
  }
  if (later === null) return outcome.kind === 'settled' ? { ...outcome, next: stale } : outcome;
  const isOnlyClock = job.causes.every(({ event }) => event === CLOCK);
  const isAsked = job.causes.some(({ command }) => command !== undefined);
  if (!isAsked && (stale.length === 0 || isOnlyClock)) return { kind: 'waiting', ...later };
  return { kind: 'settled', next: [...stale, ...inItsStead(job)] };
}

function inItsStead({ installation, causes, snapshot }: EndingJob): readonly Wake[] {
  const { owner, name } = snapshot.repo;
  return causes.slice(0, 1).map(({ delivery }) => ({
    key: { kind: 'repo', repo: { owner, name } },
    installation,
    cause: { delivery, event: CLOCK, actor: null },
    priority: 'live',
  }));
}

function exemptionEnd({ exempt }: Wanted): Later | null {
  return exempt === null || exempt.until === null
    ? null
    : { until: new Date(exempt.until), reason: exemptProblem(exempt) };
}

function contestEnd(branch: string, contest: Contest, windowMs: number): Later | null {
  const reason = contestProblem(branch, contest);
  if (contest.until !== null) return { until: new Date(contest.until), reason };
  const until = quietFrom(contest, windowMs);
  return until === null ? null : { until, reason };
}
