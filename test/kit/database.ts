import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore, type Store } from '#store';
import { recordingLog } from '#kit/recording-log';
import { snapshot } from '#kit/snapshot';

/** An empty database of its own: embedded, or on the PostgreSQL of TEST_DATABASE_URL. */
export type TestDatabase = {
  /** What `openStore` takes; the same each time, so that a store can be opened again. */
  readonly where: { readonly databaseUrl?: string; readonly dataDir: string };
  open(): Promise<Store>;
  /** Takes it away. Close what was opened on it first. */
  drop(): Promise<void>;
};

const SERVER = process.env['TEST_DATABASE_URL'];
/** True where the tests run on a real PostgreSQL. */
export const ON_SERVER = SERVER !== undefined;

/** One that a store was opened on before, so that it opens at once. */
export async function createDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  const { dataDir, databaseUrl } = database.where;
  if (databaseUrl === undefined) await cp(await snapshot(), dataDir, { recursive: true });
  return database;
}

/** One in which nothing was ever stored. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mainstay-test-'));
  if (SERVER !== undefined) return onServer(SERVER, dataDir);
  return databaseAt({ dataDir }, () => rm(dataDir, { recursive: true, force: true }));
}

/** Runs one statement beside the store, as another program would that knows the tables. */
export async function statement(
  { where }: TestDatabase,
  store: Store,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  if (where.databaseUrl !== undefined) return ask(where.databaseUrl, text);
  const { rows } = await store.jobs.connection.db!.executeSql(text);
  return rows as Record<string, unknown>[];
}

async function onServer(server: string, dataDir: string): Promise<TestDatabase> {
  const name = `mainstay_test_${randomUUID().replaceAll('-', '')}`;
  await ask(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return databaseAt({ databaseUrl: url.href, dataDir }, async () => {
    await ask(server, `drop database ${name} with (force)`);
    await rm(dataDir, { recursive: true, force: true });
  });
}

function databaseAt(where: TestDatabase['where'], drop: () => Promise<void>): TestDatabase {
  return { where, drop, open: () => openStore({ ...where, log: recordingLog() }) };
}

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}
