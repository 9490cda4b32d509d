import type { Change, LeftOut, Plan } from '#model';

/**
 * The plan, knowing what GitHub left out of the last write: the same write would only be dropped again, so it
 * waits for a person, and is said until then.
 */
export function withoutLeftOut(plan: Plan, leftOut: LeftOut | undefined): Plan {
  if (leftOut === undefined) return plan;
  const again = plan.changes.every((change) => leftOut.changes.some((tried) => sameGoal(tried, change)));
  if (!again) return plan;
  return { ...plan, refusals: [...plan.refusals, ...leftOut.dropped], goal: null, write: null };
}

function sameGoal(tried: Change, change: Change): boolean {
  return tried.dimension === change.dimension && JSON.stringify(tried.after) === JSON.stringify(change.after);
}
