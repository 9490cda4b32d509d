import type { Priority } from './limits.ts';

/** When those who were sent away come back: one after the other, as they can be served, not all at once. */
export interface Line {
  /** A place at `opens` or later, for live work before that of a sweep. Milliseconds since 1970. */
  place(priority: Priority, opens: number): number;
}

/** Places do not lie further apart than this from the opening: whoever comes back in vain is given another. */
const LONGEST_MS = 3_600_000;

export function createLine(paceMs: number): Line {
  const next: Record<Priority, number> = { live: 0, sweep: 0 };
  return {
    place: (priority, opens) => {
      const isNear = next[priority] >= opens && next[priority] <= opens + LONGEST_MS;
      const at = isNear ? next[priority] : opens;
      next[priority] = at + paceMs;
      return at;
    },
  };
}
