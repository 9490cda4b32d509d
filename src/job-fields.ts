import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, unknown>>;

const job = new AsyncLocalStorage<Fields>();

/** Runs a job so that every line logged within it, also by a library, carries these fields. */
export function withinJob<T>(fields: Fields, run: () => Promise<T>): Promise<T> {
  return job.run(fields, run);
}

/** The fields of the job that runs here; none outside a job. */
export function jobFields(): Record<string, unknown> {
  return { ...job.getStore() };
}
