import type { Counts } from '#simulator';

/** The most requests an act may cost, tokens apart. */
export type Budget = Pick<Counts, 'reads' | 'writes' | 'reports'>;

/** An event about a repository that is as the policy says. */
export const LOOK: Budget = { reads: 1, writes: 0, reports: 0 };
/** The same, where there is something new to tell: another head, another result. */
export const TELL: Budget = { reads: 1, writes: 0, reports: 1 };
/** One read, one write, one report; and one read for the webhook that its own write causes. */
export const REPAIR: Budget = { reads: 2, writes: 1, reports: 1 };
/** Where a rule has to be made anew: one read more asks every level for rulesets that hold it already. */
export const NEW_RULE: Budget = { reads: 3, writes: 1, reports: 1 };
/** A private repository that never had a rule: one more asks whether its plan offers protection. */
export const FIRST_REPAIR: Budget = { reads: 4, writes: 1, reports: 1 };
/** The list, all of its repositories in one query, and the organisation's policy. */
export const SWEEP: Budget = { reads: 3, writes: 0, reports: 0 };

export function times(count: number, { reads, writes, reports }: Budget): Budget {
  return { reads: reads * count, writes: writes * count, reports: reports * count };
}

export function sum(...budgets: readonly Budget[]): Budget {
  return budgets.reduce((all, one) => ({
    reads: all.reads + one.reads,
    writes: all.writes + one.writes,
    reports: all.reports + one.reports,
  }));
}

export function isWithin(counts: Budget, budget: Budget): boolean {
  const { reads, writes, reports } = counts;
  return reads <= budget.reads && writes <= budget.writes && reports <= budget.reports;
}

export function totalOf({ reads, writes, reports }: Budget): number {
  return reads + writes + reports;
}
