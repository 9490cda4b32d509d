import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '#model';
import { JOB_SCHEMA, type Database } from './database.ts';
import type { Tables } from './schema.ts';

/** Connections of each process: ours, and as many for the job library. */
const max = 5;
const connectionTimeoutMillis = 5_000;

/**
 * Connects to a PostgreSQL (13 or newer) by its URL. Several processes may share it. Throws in one line, without the
 * password, where it cannot be reached.
 */
export async function openPostgres(url: string, log: Log): Promise<Database> {
  const pool = poolTo(url);
  // A connection that breaks, idle or in the midst of a transaction, is replaced; unheard, it would end the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection broke'));
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'a database connection broke')),
  );
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await pool.end();
    throw new Error(`The PostgreSQL of DATABASE_URL cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  return {
    db,
    jobs: {
      connection: { connectionString: url, connectionTimeoutMillis, max, schema: JOB_SCHEMA },
      alone: false,
    },
    // It has an autovacuum of its own.
    tidy: () => Promise.resolve(),
    close: () => pool.end(),
  };
}

function poolTo(url: string): pg.Pool {
  // `bigint` arrives as text by default; our ids and counts are far below 2^53, and PGlite gives numbers as well.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis,
    max,
    types,
    application_name: 'mainstay',
  });
}

/** Where several addresses were tried, the error itself says nothing but its code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
