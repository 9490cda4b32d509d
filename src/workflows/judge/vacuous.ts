import { anySituation } from '../expression/situation.ts';
import { runsAfterFailure } from '../expand/gate.ts';
import type { Sighting } from './survey.ts';

/**
 * How a check can pass although what it stands for failed or never ran: a skipped job counts as passed.
 * https://docs.github.com/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */
export type Vacuity = 'skipped-always' | 'skipped-after-failure' | 'blind-to-failure' | null;

export function vacuityOf({ instance, reach }: Sighting): Vacuity {
  if (instance.form === 'skipped') return 'skipped-always';
  const { job } = instance.gate;
  if (job.needs.length === 0) return null;
  const bound = instance.gates.includes(instance.gate);
  const runs = runsAfterFailure(instance.gate, anySituation(reach.trigger.event)) === true;
  // A matrix job that is skipped reports under another name: that does not pass, it waits.
  if (!runs) return bound ? null : 'skipped-after-failure';
  return job.readsResults ? null : 'blind-to-failure';
}
