import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '#model';
import { JOB_SCHEMA, type Database } from './database.ts';
import type { Tables } from './schema.ts';

/** Connections of each process: ours, and as many for the job library. */
const CONNECTIONS = 5;

/** Connects to a PostgreSQL (13 or newer) by its URL. Several processes may share it. */
export function openPostgres(url: string, log: Log): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'mainstay',
    types: typesWithNumbers(),
  });
  // An idle connection that breaks is replaced with the next query; unheard, it would end the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection broke'));
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    jobs: { connection: { connectionString: url, max: CONNECTIONS, schema: JOB_SCHEMA }, alone: false },
    tidy: () => Promise.resolve(),
    close: () => pool.end(),
  };
}

/** `bigint` arrives as text by default; our ids and counts are far below 2^53, and PGlite gives numbers as well. */
function typesWithNumbers() {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}
