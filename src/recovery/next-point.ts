import type { Entry, Lost } from './doors.ts';

export type Round = {
  readonly before: string | null;
  readonly entries: readonly Entry[];
  /** What could not be fetched or stored this time. */
  readonly failed: readonly Lost[];
};

/**
 * Up to when the log is complete after a round, by GitHub's clock: up to its newest entry, but not past a delivery that
 * is still to be fetched, so that the next round sees it again. Null: the log says nothing yet.
 */
export function nextPoint({ before, entries, failed }: Round): string | null {
  const newest = extreme(entries, Math.max) ?? before;
  return extreme(failed, Math.min) ?? newest;
}

type Timed = Pick<Entry, 'deliveredAt'>;

function extreme(entries: readonly Timed[], choose: (one: number, other: number) => number): string | null {
  if (entries.length === 0) return null;
  const times = entries.map(({ deliveredAt }) => Date.parse(deliveredAt));
  return new Date(times.reduce((one, other) => choose(one, other))).toISOString();
}
