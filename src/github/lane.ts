import { setTimeout as pause } from 'node:timers/promises';

/** A monotonic clock in milliseconds and a way to wait: given, so that a test need not wait. */
export type Pace = { readonly now: () => number; readonly sleep: (ms: number) => Promise<unknown> };

const REAL: Pace = { now: () => performance.now(), sleep: (ms) => pause(ms) };

/**
 * The turns of one installation's writes: each call resolves when its write may start, `intervalMs` after the one before.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
 */
export function createLane(intervalMs: number, pace: Pace = REAL): () => Promise<void> {
  let free = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = pace.now();
    const start = Math.max(now, free);
    free = start + intervalMs;
    if (start > now) await pace.sleep(start - now);
  };
}
