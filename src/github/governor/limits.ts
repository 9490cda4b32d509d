import type { Wake } from '#model';

export type Priority = Wake['priority'];

/** What requests use up within a time: points of either API, writes of any kind, and writes that people are told of. */
export type Unit = 'rest' | 'graphql' | 'write' | 'content';
export type Units = Readonly<Partial<Record<Unit, number>>>;

/** At most so many in any `ms`. What was granted may be used up to `lifeMs` later, so it is counted that much longer. */
export type Window = { readonly most: number; readonly ms: number; readonly lifeMs: number };

/** The limits that are kept by counting: those that no header tells before they are exceeded. */
export type Limits = {
  readonly windows: Readonly<Record<Unit, Window>>;
  /** Between the starts of two writes. */
  readonly paceMs: number;
};

const MINUTE = 60_000;

/**
 * GitHub's secondary limits. Which writes count as content is not public: those that notify people are counted by the
 * hour as well, every other write by the minute only.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export function githubLimits(paceMs: number): Limits {
  return {
    paceMs,
    windows: {
      rest: { most: 900, ms: MINUTE, lifeMs: 5_000 },
      graphql: { most: 2_000, ms: MINUTE, lifeMs: 5_000 },
      write: { most: 80, ms: MINUTE, lifeMs: 15_000 },
      content: { most: 500, ms: 60 * MINUTE, lifeMs: MINUTE },
    },
  };
}

/** Requests of one process under way at once. GitHub allows 100, of all processes and both APIs together. */
export const CONCURRENCY = 16;

/** This part of every budget is left for what people wait for. */
const FOR_LIVE = 0.15;

/** How much of a budget work of this priority leaves untouched. */
export function reserveOf(budget: number, priority: Priority): number {
  return priority === 'live' ? 0 : Math.ceil(budget * FOR_LIVE);
}
