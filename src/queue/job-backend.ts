import type { ConstructorOptions } from 'pg-boss';

/** How the job library reaches the store's database. */
export type JobBackend = {
  readonly connection: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'connectionTimeoutMillis' | 'schema' | 'max'
  >;
  /** Nobody else can be at work on this database: what was running when it was opened is dead. */
  readonly alone: boolean;
};
