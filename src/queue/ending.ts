import { AppRefused, RateLimited, type Outcome, type Wake } from '#model';
import type { Failed, GivenBack, Taken } from './inbox.ts';
import { pause, type Retry } from './retry.ts';

/** What becomes of a key after its run. */
export type Ending =
  | { readonly kind: 'finish'; readonly next: readonly Wake[] }
  | { readonly kind: 'giveBack'; readonly back: GivenBack }
  | { readonly kind: 'park'; readonly failed: Failed };

/** What a run came to: its outcome, or what it threw. */
export type Result = { readonly outcome: Outcome } | { readonly thrown: unknown };

/** The time, and chance in [0, 1). */
export type Chance = { readonly now: Date; readonly random: number };

/** Decides it, without doing it. */
export function endingOf(
  taken: Taken,
  result: Result,
  rules: { readonly retry: Retry; readonly chance: Chance },
): Ending {
  const { retry, chance } = rules;
  if ('thrown' in result) return afterThrown(taken, result.thrown, { retry, chance });
  const { outcome } = result;
  if (outcome.kind === 'settled') return { kind: 'finish', next: outcome.next };
  if (outcome.kind === 'stalled' || outcome.until === null) return { kind: 'finish', next: [] };
  const at = notBefore(outcome.until, chance.now, retry);
  return { kind: 'giveBack', back: { at, early: true, tries: 0 } };
}

/** The longest that work waits once GitHub takes the App again. */
const REFUSED_MS = 300_000;

type Rules = { readonly retry: Retry; readonly chance: Chance };

function afterThrown(taken: Taken, thrown: unknown, { retry, chance }: Rules): Ending {
  if (thrown instanceof RateLimited) {
    const at = notBefore(thrown.until, chance.now, retry);
    return { kind: 'giveBack', back: { at, early: thrown.liveMay, tries: taken.tries } };
  }
  if (thrown instanceof AppRefused) {
    const at = new Date(chance.now.getTime() + Math.min(retry.longestMs, REFUSED_MS));
    return { kind: 'giveBack', back: { at, early: true, tries: taken.tries } };
  }
  // An event ran it while its retry was pending: that retry still comes, and this was none of its tries.
  if (taken.retryAt !== null) {
    return { kind: 'giveBack', back: { at: taken.retryAt, early: true, tries: taken.tries } };
  }
  const tries = taken.tries + 1;
  if (tries >= retry.tries) {
    return { kind: 'park', failed: { error: wordsOf(thrown), tries: retry.tries } };
  }
  const at = new Date(chance.now.getTime() + pause(retry, tries, chance.random));
  return { kind: 'giveBack', back: { at, early: true, tries } };
}

/** A time that is past, or none at all, must not make a loop without a pause. */
function notBefore(until: Date, now: Date, retry: Retry): Date {
  const earliest = now.getTime() + retry.firstMs;
  return new Date(until.getTime() > earliest ? until.getTime() : earliest);
}

/** What was thrown, in words. Only the message: other fields of an error may hold what no log may show. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
