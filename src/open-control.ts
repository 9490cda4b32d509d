import { jobsVerb, retryVerb, serveControl, sweepVerb, type Control } from '#control';
import type { Log } from '#model';
import type { Queue } from '#queue';
import type { Places } from '#settings';
import type { Store } from '#store';
import type { SweepClock } from './open-clock.ts';

export type ControlParts = {
  readonly queue: Queue;
  readonly clock: Pick<SweepClock, 'ask'>;
  readonly store: Pick<Store, 'sweep'>;
  readonly now: () => Date;
  readonly log: Log;
};

/** The commands that the server takes from its own machine, opened. */
export function openControl(
  { dataDir }: Pick<Places, 'dataDir'>,
  { queue, clock, store, now, log }: ControlParts,
): Promise<Control> {
  const sweeps = {
    ask: (org: string | null) => clock.ask(org),
    sweep: (org: string) => store.sweep(org),
    now,
  };
  return serveControl({ dataDir, verbs: [jobsVerb(queue), retryVerb(queue), sweepVerb(sweeps, queue)], log });
}
