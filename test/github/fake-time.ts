import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/github/governor/clock.ts';

export type FakeTime = {
  readonly clock: Clock;
  /** Lets so much time pass, and everything happen that happens in it. */
  pass(ms: number): Promise<void>;
};

/** A clock that only the test moves. */
export function fakeTime(): FakeTime {
  let now = 1_795_000_000_000;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await turn();
      const next = Math.min(...sleepers.map(({ at }) => at));
      if (next > end) break;
      now = Math.max(now, next);
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    }
    now = end;
  }
  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => sleepers.push({ at: now + ms, wake: resolve }));
  }
  return { clock: { now: () => now, sleep }, pass };
}
