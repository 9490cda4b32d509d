import type { Situation } from '../expression/situation.ts';
import type { Truth } from '../expression/value.ts';
import { gateHolds, type Gate } from '../expand/gate.ts';
import type { Reach } from '../trigger/reach.ts';
import type { Sighting } from './survey.ts';

/** Whether a sighting reports in a situation, its path filter apart; and the gate on which it depends. */
export type Reporting = { readonly reports: Truth; readonly gate: Gate | null };

/**
 * True only where it certainly does; the path filter is asked separately because it is about files.
 * A fork's own branches, activities outside the trigger's and conditions that are false rule it out.
 */
export function reportingIn({ instance, reach }: Sighting, situation: Situation): Reporting {
  if (!isStarted(reach, situation)) return { reports: false, gate: null };
  const activity = reach.activities === null ? null : situation.activity;
  const { holds, gate } = gatesHold(instance.gates, { ...situation, event: reach.trigger.event, activity });
  if (holds !== true) return { reports: holds, gate };
  const certain = reach.sure && !instance.dynamic && instance.workflow.state === 'good';
  return { reports: certain ? true : null, gate: null };
}

function isStarted(reach: Reach, { activity, fork }: Situation): boolean {
  if (reach.ownBranchesOnly && fork === true) return false;
  return reach.activities === null || activity === null || reach.activities.has(activity);
}

/** All gates together, and the one that decides: one that is shut, else one that may be. */
function gatesHold(gates: readonly Gate[], situation: Situation): { holds: Truth; gate: Gate | null } {
  let doubted: Gate | null = null;
  for (const gate of gates) {
    const holds = gateHolds(gate, situation);
    if (holds === false) return { holds, gate };
    if (holds === null) doubted ??= gate;
  }
  return { holds: doubted ? null : true, gate: doubted };
}
