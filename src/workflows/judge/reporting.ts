import type { Situation } from '../expression/situation.ts';
import type { Truth } from '../expression/value.ts';
import { gateHolds, type Gate } from '../expand/gate.ts';
import type { Sighting } from './survey.ts';

/** Whether a sighting reports in a situation, its path filter apart; and the gate on which it depends. */
export type Reporting = { readonly reports: Truth; readonly gate: Gate | null };

/**
 * True only where it certainly does; the path filter is asked separately because it is about files.
 * A fork's own branches, activities outside the trigger's and conditions that are false rule it out.
 */
export function reportingIn({ instance, reach }: Sighting, situation: Situation): Reporting {
  const { activity, fork } = situation;
  if (reach.ownBranchesOnly && fork === true) return { reports: false, gate: null };
  const listed = reach.activities === null || activity === null || reach.activities.has(activity);
  if (!listed) return { reports: false, gate: null };
  const here = {
    ...situation,
    event: reach.trigger.event,
    activity: reach.activities === null ? null : activity,
  };
  let doubted: Gate | null = null;
  for (const gate of instance.gates) {
    const holds = gateHolds(gate, here);
    if (holds === false) return { reports: false, gate };
    if (holds === null) doubted ??= gate;
  }
  if (doubted) return { reports: null, gate: doubted };
  const certain = reach.sure && !instance.dynamic && instance.workflow.state === 'good';
  return { reports: certain ? true : null, gate: null };
}
