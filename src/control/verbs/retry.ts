import { z } from 'zod';
import { verbOf, type Verb } from '../verb.ts';
import type { JobsDoor } from './jobs.ts';

/** `id`: of a parked key, or `all`. */
export const retryRequest = z.object({ verb: z.literal('retry'), id: z.string() });
/** The keys that run again; none where no parked key has this id. */
export const retryAnswer = z.object({ keys: z.array(z.string()) });

export function retryVerb(queue: JobsDoor): Verb {
  return verbOf({ request: retryRequest, act: async ({ id }) => ({ keys: await queue.retry(id) }) });
}
