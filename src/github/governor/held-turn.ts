import type { Clock } from './clock.ts';

/** The turn of one write, taken before it: what is read now is written at once. */
export interface HeldTurn {
  /** How long it had to be waited for. */
  readonly waitedMs: number;
  /** Uses it. False: it is used already, given back, or too old by now. */
  use(): boolean;
  /** There is nothing to write after all: the next one may have it. */
  giveBack(): void;
}

type Held = { readonly clock: Clock; readonly lifeMs: number | null; readonly waitedMs: number };

/** `back` is given what is left of the turn's time. Without a life, turns are not counted. */
export function holdTurn({ clock, lifeMs, waitedMs }: Held, back: (leftMs: number) => void): HeldTurn {
  const until = lifeMs === null ? Number.POSITIVE_INFINITY : clock.now() + lifeMs;
  let held = true;
  function end(): boolean {
    const good = held && clock.now() < until;
    held = false;
    return good;
  }
  return {
    waitedMs,
    use: end,
    giveBack: () => {
      if (end()) back(until - clock.now());
    },
  };
}
