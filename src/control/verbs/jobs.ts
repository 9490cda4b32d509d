import { z } from 'zod';
import type { Depth, Parked } from '#queue';
import { verbOf, type Verb } from '../verb.ts';

/** The queue, as far as a person may see it and help it. */
export interface JobsDoor {
  parked(): Promise<readonly Parked[]>;
  depth(): Promise<Depth>;
  /** Runs one parked key (by its id), or `all`, again; answers the keys. */
  retry(id: string): Promise<readonly string[]>;
}

export const jobsRequest = z.object({ verb: z.literal('jobs') });

const parked = z.object({
  id: z.string(),
  key: z.string(),
  since: z.iso.datetime(),
  tries: z.number(),
  error: z.string(),
  deliveries: z.array(z.string()),
});
export const jobsAnswer = z.object({
  parked: z.array(parked),
  waiting: z.number(),
  due: z.number(),
  running: z.number(),
});
/** What is parked, the oldest first, and how many keys wait, are due among those, and run. */
export type Jobs = z.infer<typeof jobsAnswer>;

export function jobsVerb(queue: JobsDoor): Verb {
  return verbOf({ request: jobsRequest, act: () => jobsOf(queue) });
}

/** The same answer, whoever asks. */
export async function jobsOf(queue: JobsDoor): Promise<Jobs> {
  const [all, { waiting, due, running }] = await Promise.all([queue.parked(), queue.depth()]);
  const shown = all.map(({ since, deliveries, ...same }) => ({
    ...same,
    since: since.toISOString(),
    deliveries: [...deliveries],
  }));
  return { parked: shown, waiting, due, running };
}
