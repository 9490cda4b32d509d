import { setTimeout as delay } from 'node:timers/promises';
import type { Bell } from './bell.ts';
import { wordsOf } from './ending.ts';
import { moment, type Moment } from './lease.ts';
import { abandon, runKey, type Bench, type Job } from './run-key.ts';
import { sharesOf, type Share } from './shares.ts';
import type { Held } from './tokens.ts';

/** One process's share of the work: so many keys at a time, each on its own. */
export type Worker = Bench & {
  readonly bell: Bell;
  readonly concurrency: number;
  /** Keys of one installation at a time. */
  readonly perInstallation: number;
  readonly jobs: Map<Job, Promise<void>>;
  open: boolean;
  /** Before this time nobody looks again whether an installation waits that has fewer running than others. */
  lookAgain: number;
  /** Whether the last look into the queue failed. */
  blind: boolean;
};

/** A poll finds what other processes stored, and what became due while no timer was set for it. */
const POLL_MS = 1_000;
const RELEASE_MS = 5_000;
/** Looking past all keys of a busy installation costs the more, the more of them wait. */
const LOOK_AGAIN_MS = 250;

/**
 * Fetches as many tokens as there is room for and starts them, until the worker closes. The library's own workers
 * take tokens in batches and wait for the slowest of each; a long look at an organisation must not hold up others.
 */
export async function workOn(worker: Worker): Promise<void> {
  while (worker.open) {
    await fillUp(worker);
    await worker.bell.heard(POLL_MS);
  }
}

/** Starts tokens until there is no room, or none is left that may run. */
async function fillUp(worker: Worker): Promise<void> {
  let more = true;
  while (worker.open && more) more = await fillShares(worker);
}

/** Whether there may be more to start: the shares are others by now. */
async function fillShares(worker: Worker): Promise<boolean> {
  const running = [...worker.jobs.keys()].map(({ held }) => held.installation);
  const shares = sharesOf({ ...worker, running });
  const last = shares.at(-1);
  for (const share of Date.now() < worker.lookAgain ? shares.slice(-1) : shares) {
    const aliveAt = moment();
    const found = await fetchSome(worker, share);
    if (found === null) return false;
    for (const held of found) start(worker, held, aliveAt);
    // The last share is that of everybody: less than asked for is all there was.
    if (found.length > 0) return found.length === share.most || share !== last;
    if (share !== last) worker.lookAgain = Date.now() + LOOK_AGAIN_MS;
  }
  return false;
}

const UNREADABLE =
  'the queue cannot be read: deliveries are answered 503 and nothing runs until the database is back, which is tried every second';

/** Null: the queue cannot be read. An outage is told when it begins and when it is over. */
async function fetchSome(worker: Worker, { most, without }: Share): Promise<readonly Held[] | null> {
  try {
    const found = await worker.tokens.fetch(most, without);
    if (worker.blind) worker.log.info({}, 'the queue can be read again, and the work goes on');
    worker.blind = false;
    return found;
  } catch (error) {
    if (!worker.blind) worker.log.error({ error: wordsOf(error) }, UNREADABLE);
    worker.blind = true;
    return null;
  }
}

function start(worker: Worker, held: Held, aliveAt: Moment): void {
  const job: Job = { held, hold: { aliveAt, lost: false }, taken: null, abandoned: false };
  const done = runKey(worker, job)
    .catch((error: unknown) => release(worker, job, error))
    .finally(() => {
      worker.jobs.delete(job);
      worker.bell.ring();
    });
  worker.jobs.set(job, done);
}

/** The database failed between the run and its end: the token goes back until that succeeds, and the key runs again. */
async function release(worker: Worker, job: Job, error: unknown): Promise<void> {
  worker.log.error({ key: job.held.key, error: wordsOf(error) }, 'the end of a run could not be stored');
  while (worker.open && !job.abandoned) {
    try {
      await worker.tokens.release(job.held);
      return;
    } catch {
      await delay(RELEASE_MS, undefined, { ref: false });
    }
  }
}

/** Tells the others that what this process runs is alive. */
export async function keepAlive(worker: Worker): Promise<void> {
  const jobs = [...worker.jobs.keys()];
  const aliveAt = moment();
  try {
    const held = await worker.tokens.keepAlive(jobs.map((job) => job.held));
    for (const job of jobs) {
      if (held.includes(job.held)) job.hold.aliveAt = aliveAt;
      else job.hold.lost = true;
    }
  } catch (error) {
    worker.log.warn({ error: wordsOf(error) }, 'the running keys could not be kept alive');
  }
}

/** Waits for what runs, at most so long, and gives the rest back. */
export async function leave(worker: Worker, graceMs: number): Promise<void> {
  const timer = new AbortController();
  const all = Promise.all(worker.jobs.values());
  await Promise.race([all, delay(graceMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
  await Promise.all([...worker.jobs].map(([job, done]) => giveUp(worker, job, done)));
}

/** A job that is only being taken is soon over: it gives itself back. */
async function giveUp(worker: Worker, job: Job, done: Promise<void>): Promise<void> {
  try {
    const begun = job.taken !== null;
    await abandon(worker, job);
    if (!begun) await done;
  } catch (error) {
    worker.log.warn({ key: job.held.key, error: wordsOf(error) }, 'a run could not be given back');
  }
}
