import type { AddedContext, Plan, RequiredContext } from '#model';
import { checkOf } from './requirements.ts';

/** The contexts of a branch that are required because Mainstay added them, once a plan was carried out. */
export function addedAfter(plan: Plan, before: readonly AddedContext[]): readonly AddedContext[] {
  const change = plan.changes.find(({ dimension }) => dimension === 'required_checks');
  const now = change?.dimension === 'required_checks' ? change.after : null;
  const kept = now === null ? before : before.filter((own) => isIn(own, now));
  const added = plan.adds.filter((entry) => !isIn(entry, kept));
  return [...kept, ...added.map((entry) => ({ ...entry, check: checkOf(plan, entry.context) }))];
}

function isIn({ context, source }: RequiredContext, list: readonly RequiredContext[]): boolean {
  return list.some((entry) => entry.context === context && entry.source === source);
}
