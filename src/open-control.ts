import { jobsVerb, retryVerb, serveControl, type Control } from '#control';
import type { Log } from '#model';
import type { Queue } from '#queue';
import type { Places } from '#settings';

/** The commands that the server takes from its own machine, opened. */
export function openControl({ dataDir }: Pick<Places, 'dataDir'>, queue: Queue, log: Log): Promise<Control> {
  return serveControl({ dataDir, verbs: [jobsVerb(queue), retryVerb(queue)], log });
}
