import type { Kysely } from 'kysely';
import type { JobBackend } from '#queue';
import type { Tables } from './schema.ts';

/** A database that is open, whichever engine it is. */
export type Database = {
  readonly db: Kysely<Tables>;
  readonly jobs: JobBackend;
  /** Tidies what the engine itself does not. */
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The job library's schema. */
export const JOB_SCHEMA = 'mainstay_jobs';
