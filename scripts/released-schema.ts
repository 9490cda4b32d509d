// npm run released-schema: keeps a dump of what the newest migration leaves, with data in it, in test/fixtures/schemas.
// It starts from the newest dump that is there, so the data of the first one goes through every migration.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { programs, startPostgres } from '#kit/postgres';
import { recordingLog } from '#kit/recording-log';
import { openStore } from '#store';

const MIGRATIONS = new URL('../src/store/migrations/', import.meta.url).pathname;
const DUMPS = new URL('../test/fixtures/schemas/', import.meta.url).pathname;

const newest = readdirSync(MIGRATIONS)
  .filter((name) => /^\d/.test(name))
  .sort()
  .at(-1)
  ?.replace(/\.ts$/, '');
const file = join(DUMPS, `${newest ?? ''}.sql`);
if (existsSync(file)) throw new Error(`${file} is there: a released schema does not change any more.`);
const postgres = await startPostgres();
try {
  const before = readdirSync(DUMPS).sort().at(-1);
  if (before !== undefined) await load(readFileSync(join(DUMPS, before), 'utf8'));
  const store = await openStore({
    databaseUrl: postgres.url,
    dataDir: '',
    keepDays: null,
    log: recordingLog(),
  });
  await store.close();
  writeFileSync(file, await dump());
} finally {
  await postgres.end();
}
process.stdout.write(`${file} is new. Add rows for what it brings, by hand.\n`);

async function load(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Statements that every PostgreSQL takes: no commands of psql, no settings of this one's version. */
async function dump(): Promise<string> {
  const what = ['--schema=mainstay', '--inserts', '--no-owner', '--no-privileges', postgres.url];
  const { stdout } = await promisify(execFile)(join(programs(), 'pg_dump'), what);
  const lines = stdout
    .split('\n')
    .filter((line) => !/^(?:--|\\|SET |SELECT pg_catalog\.set_config)/.test(line));
  return `${lines
    .join('\n')
    .replace(/\n{2,}/g, '\n\n')
    .trim()}\n`;
}
