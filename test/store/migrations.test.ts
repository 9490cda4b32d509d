import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createEmptyDatabase, ON_SERVER, statement, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import { startQueue } from '#queue';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';

const DUMPS = join(import.meta.dirname, '../fixtures/schemas');
const RELEASED = readdirSync(DUMPS).map((name) => name.replace(/\.sql$/, ''));

const APPLIED = 'select name, timestamp from mainstay.migration order by name';

const databases: TestDatabase[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const database of databases.splice(0)) await database.drop();
});

/** A database as the version that ended with this migration left it. Empty: nobody was there before. */
async function leftBy(released: string | null): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  databases.push(database);
  if (released === null) return database;
  await load(database, readFileSync(join(DUMPS, `${released}.sql`), 'utf8'));
  return database;
}

async function load({ where }: TestDatabase, sql: string): Promise<void> {
  if (where.databaseUrl === undefined) {
    const pglite = new PGlite({ dataDir: join(where.dataDir, 'database') });
    await pglite.exec(sql);
    await pglite.close();
    return;
  }
  const client = new pg.Client({ connectionString: where.databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test('every migration has a dump of what it leaves, so that the ones after it are tried on it', () => {
  expect(RELEASED).toEqual(Object.keys(MIGRATIONS));
});

describe('a database', () => {
  test('that is empty is made ready', async () => {
    const store = await (await leftBy(null)).open();
    await store.keepGoodPolicy('acme', 'api', { oid: '1f', text: 'version: 1\n', since: 'today' });

    const policy = await store.goodPolicy('acme', 'API');
    await store.close();

    expect(policy?.oid).toBe('1f');
  });

  test.each(RELEASED)(
    'of the version with %s is brought up to date, and keeps all that was in it, once',
    async (released) => {
      const database = await leftBy(released);

      const store = await database.open();
      const [repository, policy, ledger] = [
        await store.repository(1),
        await store.goodPolicy('acme', '.github'),
        await store.entries({ limit: 10 }),
      ];
      const pulls = await store.pulls(1);
      const parked = await store.inbox.parked();
      const seen = await store.inbox.accept('72d3162e-cc78-11e3-81ab-4c9367dc0958', [], () =>
        Promise.resolve(),
      );
      const answered = await workOff(store);
      const since = new Date('2100-01-01');
      const given = { delivery: 'new', login: 'mia', repo: { owner: 'acme', name: 'api' }, since, most: 20 };
      const commands = await store.countCommand(given);
      const recovered = await store.recovery.point();
      const account = await store.changeBudget(7, (stored) => ({ value: {}, answer: stored }));
      const organisation = await store.organisation('acme');
      const swept = await sweptIn(store);
      const applied = await statement(database, store, APPLIED);
      await store.close();
      const again = await database.open();
      const appliedOnce = await statement(database, again, APPLIED);
      await again.close();

      expect(repository).toMatchObject({
        protectableAs: 'private',
        added: { main: [{ context: 'test (22)' }] },
      });
      expect(policy?.text).toBe('version: 1\n');
      expect(ledger).toMatchObject([{ title: 'Protected main', actors: ['mia'] }]);
      expect(pulls.get(7)?.accepted?.by).toBe(released < '0002' ? undefined : 'olivia');
      expect(parked).toMatchObject([{ key: 'repo:acme/ops', error: 'Error: the last straw' }]);
      expect(seen).toBe(false);
      expect(answered).toEqual(['72d3162e-cc78-11e3-81ab-4c9367dc0958', 'sweep']);
      expect(commands).toEqual({ total: 1, here: 1 });
      expect(recovered?.upTo ?? null).toBe(released < '0004' ? null : '2026-11-01T00:00:00.000Z');
      expect(account).toEqual(released < '0005' ? null : expect.objectContaining({ strikes: 1 }));
      expect(organisation.governedSince).toBe(released < '0006' ? null : '2026-11-01T00:00:00.000Z');
      expect(swept).toEqual(sweptBy(released));
      expect(applied.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
      expect(appliedOnce).toEqual(applied);
    },
  );
});

/** What is remembered of a sweep, and of the texts that it met. */
async function sweptIn(store: Awaited<ReturnType<TestDatabase['open']>>): Promise<readonly unknown[]> {
  const { whole } = await store.sweep('acme');
  const texts = await store.texts.recall(['2a']);
  return [whole?.done, ...texts.values()];
}

function sweptBy(released: string): readonly unknown[] {
  return released < '0007' ? [undefined] : [250, 'on: push\n'];
}

/** What waited, and what a run that died had taken, in the order of their names. */
async function workOff(store: Awaited<ReturnType<TestDatabase['open']>>): Promise<readonly string[]> {
  const answered: string[] = [];
  const queue = await startQueue({
    inbox: store.inbox,
    jobs: store.jobs,
    log: recordingLog(),
    run: ({ causes }) => {
      answered.push(...causes.map(({ delivery }) => delivery));
      return Promise.resolve({ kind: 'settled', next: [] });
    },
  });
  await queue.idle();
  await queue.stop({ graceMs: 1000 });
  return answered.sort();
}

const onServer = ON_SERVER ? describe : describe.skip;

onServer('processes that start upon an old database', () => {
  function start({ where }: TestDatabase) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'starting-child.ts'), JSON.stringify(where)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(child);
    const said = once(createInterface(child.stdout), 'line').then(([line]: string[]) => line);
    return { child, said };
  }

  async function ask(database: TestDatabase, sql: string) {
    const client = new pg.Client({ connectionString: database.where.databaseUrl });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  }

  test('at the same time: one brings it up to date, all of them work on it', async () => {
    const database = await leftBy('0001-first');

    const starts = [start(database), start(database), start(database)];
    const said = await Promise.all(starts.map((one) => one.said));

    expect(said).toEqual(['open', 'open', 'open']);
    expect((await ask(database, APPLIED)).map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
  });

  test('and one dies in the midst of the migrations: nothing of its work stays, and the next one does all of it', async () => {
    const database = await leftBy('0001-first');
    const holder = new pg.Client({ connectionString: database.where.databaseUrl });
    await holder.connect();
    // 0003 alters this table, so it waits here, when 0002 is done.
    await holder.query('begin');
    await holder.query('lock table mainstay.command in access share mode');
    const dying = start(database);
    const exit = once(dying.child, 'exit');
    await until(async () => (await ask(database, WAITING)).length > 0);

    dying.child.kill('SIGKILL');
    await exit;
    await holder.query('rollback');
    await holder.end();
    await until(async () => (await ask(database, OTHERS)).length === 0);
    const between = await ask(database, APPLIED);
    const tables = await ask(database, `select to_regclass('mainstay.pull') as pull`);
    const said = await start(database).said;

    expect(between.map(({ name }) => name)).toEqual(['0001-first']);
    expect(tables).toEqual([{ pull: null }]);
    expect(said).toBe('open');
    expect((await ask(database, APPLIED)).map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
  });

  const WAITING = `select from pg_locks where not granted and relation = 'mainstay.command'::regclass`;
  const OTHERS = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
