import type { PolicyWeight } from './memory.ts';
import type { Problem } from './problem.ts';

/** What is remembered of the looks at all of an organisation's repositories. Times are ISO 8601, UTC. */
export type SweepMemory = {
  /** Whose repositories they are; null: not known yet. */
  readonly installation: number | null;
  /** When the clock last asked for a sweep. */
  readonly asked: string | null;
  /** The last one that saw everything. */
  readonly whole: SweepEnd | null;
  /** The one that has begun and not ended. */
  readonly underWay: SweepUnderWay | null;
  /** Why the last one could not begin. */
  readonly trouble: (Problem & { readonly at: string }) | null;
};

/** What a sweep counted: `needy` repositories got a run of their own, `writes` of them for something to be written. */
export type SweepCount = {
  readonly done: number;
  readonly needy: number;
  readonly writes: number;
  readonly unread: number;
  readonly requests: number;
  readonly points: number;
};

export type SweepEnd = SweepCount & { readonly since: string; readonly at: string };

/** Enough to go on where it was, however many repositories there are. */
export type SweepUnderWay = SweepCount & {
  readonly since: string;
  /** What it plans by, and what woke it: another sweep would see something else. */
  readonly mark: string;
  /** Where it goes on; null: at the beginning. */
  readonly from: string | null;
  /** How many repositories there are, as GitHub counts them. */
  readonly of: number;
  /** What a changed policy weighs so far; null: none is weighed. */
  readonly weighed: PolicyWeight | null;
  /** Some of those for which parts of that policy contradict each other. */
  readonly conflicts: readonly Problem[];
};
