import { fullName, RateLimited, type Log, type Outcome } from '#model';
import { endingOf, wordsOf, type Ending, type Result } from './ending.ts';
import type { Inbox, Send, Taken } from './inbox.ts';
import { holdsStill, type Hold, type Lease } from './lease.ts';
import type { Retry } from './retry.ts';
import type { Held, Tokens } from './tokens.ts';

/**
 * Does what there is to do for a key. Thrown: again, later. The log carries the key, repository and deliveries; before
 * it changes anything it asks its lease.
 */
export type Run = (taken: Taken, log: Log, lease: Lease) => Promise<Outcome>;

/** What a worker works with. */
export type Bench = {
  readonly inbox: Inbox;
  readonly tokens: Tokens;
  readonly run: Run;
  readonly log: Log;
  readonly retry: Retry;
  /** Stores tokens in the inbox's transaction. */
  readonly send: Send;
};

/** One token under way. */
export type Job = {
  readonly held: Held;
  readonly hold: Hold;
  /** What its run took, once it has. */
  taken: Taken | null;
  /** Set when the worker gave the job back while it ran: whatever it still comes to is nobody's business. */
  abandoned: boolean;
};

/** From a token to its end: takes the key's causes, runs, and stores how it ended together with the token's end. */
export async function runKey(bench: Bench, job: Job): Promise<void> {
  const taken = await bench.inbox.take(job.held.key);
  if (taken === null) return bench.tokens.drop(job.held);
  job.taken = taken;
  // Given up while it was being taken: too late to begin.
  if (isAbandoned(job)) return abandon(bench, job);
  const log = bench.log.child(fieldsOf(taken));
  const lease = { holds: () => !job.abandoned && holdsStill(job.hold, bench.tokens.leaseMs) };
  const ending = await attempt(bench, { taken, lease }, log);
  if (isAbandoned(job)) return;
  const held = await end(bench, job, ending);
  if (!held) log.warn({}, 'the run had lost its key to another process, and its end was not stored');
}

function isAbandoned(job: Job): boolean {
  return job.abandoned;
}

type Turn = { readonly taken: Taken; readonly lease: Lease };

async function attempt({ run, retry }: Bench, turn: Turn, log: Log): Promise<Ending> {
  const { taken } = turn;
  const begun = Date.now();
  const result = taken.tries >= retry.tries ? DIED : await resultOf(run, turn, log);
  const chance = { now: new Date(), random: Math.random() };
  const ending = endingOf(taken, result, { retry, chance });
  tell({ log, result, ending, ms: Date.now() - begun });
  return ending;
}

const DIED: Result = { thrown: new Error('The process ended during each of its tries.') };

async function resultOf(run: Run, { taken, lease }: Turn, log: Log): Promise<Result> {
  try {
    return { outcome: await run(taken, log, lease) };
  } catch (error) {
    return { thrown: error };
  }
}

function end({ inbox, tokens, send }: Bench, job: Job, ending: Ending): Promise<boolean> {
  const { held, taken } = job;
  if (taken === null) return Promise.resolve(false);
  const sendLast: Send = async (db, next) => {
    await tokens.drop(held, db);
    await send(db, next);
  };
  if (ending.kind === 'finish') return inbox.finish(taken, ending.next, sendLast);
  if (ending.kind === 'park') return inbox.park(taken, ending.failed, sendLast);
  return inbox.giveBack(taken, ending.back, sendLast);
}

/** Gives a job back whose run has not ended, for another process. */
export async function abandon(bench: Bench, job: Job): Promise<void> {
  job.abandoned = true;
  if (job.taken === null) return;
  const { tries, retryAt } = job.taken;
  await end(bench, job, {
    kind: 'giveBack',
    back: { at: null, early: true, tries: retryAt === null ? tries : 0 },
  });
}

const MOST_DELIVERIES = 20;

/** What every line of a run's log carries: the key, its repository or organisation, and the deliveries. */
export function fieldsOf({ key, causes }: Taken): Record<string, unknown> {
  return {
    key: key.kind === 'org' ? `org:${key.org}` : `${key.kind}:${fullName(key.repo)}`,
    ...(key.kind === 'org' ? { organisation: key.org } : { repository: fullName(key.repo) }),
    deliveries: causes.slice(0, MOST_DELIVERIES).map(({ delivery }) => delivery),
    ...(causes.length > MOST_DELIVERIES ? { deliveriesInAll: causes.length } : {}),
  };
}

type Told = { readonly log: Log; readonly result: Result; readonly ending: Ending; readonly ms: number };

function tell({ log, result, ending, ms }: Told): void {
  if ('outcome' in result) {
    const { outcome } = result;
    const reason = outcome.kind === 'settled' ? {} : { reason: outcome.reason };
    log.info({ outcome: outcome.kind, ...reason, ms }, 'run ended');
    return;
  }
  const error = wordsOf(result.thrown);
  if (ending.kind === 'park') {
    log.error({ error, stack: stackOf(result.thrown), ms }, 'run failed for the last time and is parked');
    return;
  }
  if (result.thrown instanceof RateLimited) {
    log.info({ until: result.thrown.until, ms }, 'run waits, as GitHub limits what may be sent');
    return;
  }
  const again = ending.kind === 'giveBack' ? { again: ending.back.at, tries: ending.back.tries } : {};
  log.warn({ error, stack: stackOf(result.thrown), ...again, ms }, 'run failed and comes again');
}

function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
