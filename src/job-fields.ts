import { AsyncLocalStorage } from 'node:async_hooks';
import type { Wake } from '#model';

type Fields = Readonly<Record<string, unknown>>;

/** What the log says of a job, and whom it is for. */
export type Job = { readonly fields: Fields; readonly priority: Wake['priority'] };

const job = new AsyncLocalStorage<Job>();

/** Runs a job so that every line logged within it, also by a library, carries its fields, and every request its priority. */
export function withinJob<T>(own: Job, run: () => Promise<T>): Promise<T> {
  return job.run(own, run);
}

/** The fields of the job that runs here; none outside a job. */
export function jobFields(): Record<string, unknown> {
  return { ...job.getStore()?.fields };
}

/** Whom the job that runs here is for; outside a job, somebody waits. */
export function jobPriority(): Wake['priority'] {
  return job.getStore()?.priority ?? 'live';
}
