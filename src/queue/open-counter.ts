import type { Log } from '#model';
import type { Depth, Inbox, Parked } from './inbox.ts';
import type { JobBackend } from './job-backend.ts';
import { openTokens } from './tokens.ts';

/** The queue without a hand at work: to look at it, and to let what is parked run again in the processes that work. */
export interface Counter {
  parked(): Promise<readonly Parked[]>;
  /** Lets one parked key (by its id), or `all`, run again; answers the keys. */
  retry(id: string): Promise<readonly string[]>;
  depth(): Promise<Depth>;
  close(): Promise<void>;
}

export type CounterOptions = { readonly inbox: Inbox; readonly jobs: JobBackend; readonly log: Log };

/** Opens it on a database that others may be at work on. */
export async function openCounter({ inbox, jobs, log }: CounterOptions): Promise<Counter> {
  const tokens = await openTokens(jobs, log);
  return {
    parked: () => inbox.parked(),
    retry: (id) => inbox.unpark(id, (db, next) => tokens.insert(db, next)),
    depth: () => inbox.depth(),
    close: () => tokens.stop(),
  };
}
