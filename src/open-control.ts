import { jobsVerb, retryVerb, serveControl, sweepVerb, type Control, type SweepDoor } from '#control';
import type { Log } from '#model';
import type { Queue } from '#queue';
import type { Places } from '#settings';

export type ControlParts = {
  readonly queue: Queue;
  readonly sweeps: SweepDoor;
  readonly log: Log;
};

/** The commands that the server takes from its own machine, opened. */
export function openControl(
  { dataDir }: Pick<Places, 'dataDir'>,
  { queue, sweeps, log }: ControlParts,
): Promise<Control> {
  return serveControl({ dataDir, verbs: [jobsVerb(queue), retryVerb(queue), sweepVerb(sweeps, queue)], log });
}
