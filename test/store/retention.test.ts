import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDatabase, ON_SERVER, statement, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import type { LedgerEntry, PullMemory } from '#model';
import { openStore, type Store } from '#store';

let database: TestDatabase;
let store: Store;
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  database = await createDatabase();
  log = recordingLog();
  store = await openStore({ ...database.where, keepDays: 30, log });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

function run(text: string): Promise<readonly Record<string, unknown>[]> {
  return statement(database, store, text);
}

async function count(table: string): Promise<number> {
  const [row] = await run(`select count(*)::int as n from mainstay.${table}`);
  return Number(row?.['n']);
}

function lineOf(daysAgo: number): LedgerEntry {
  return {
    at: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
    repositoryId: daysAgo,
    repository: 'acme/api',
    branch: 'main',
    conclusion: 'success',
    title: 'Protected main',
    causes: [],
    actors: [],
    report: '',
  };
}

/** Parked rows of these ages in days, each of a key of its own. */
function park(...ages: readonly number[]): Promise<unknown> {
  const rows = ages.map(
    (age) =>
      `('repo:acme/old-${age}', '{"kind":"repo","repo":{"owner":"acme","name":"old-${age}"}}', 1,
        '{"delivery":"d-${age}","event":"push","actor":null}', 'live', 'parked', 8, gen_random_uuid(),
        'Error: too late', now() - interval '${age} days')`,
  );
  return run(
    `insert into mainstay.inbox (key, work, installation, cause, priority, state, tries, run, error, since)
      values ${rows.join()}`,
  );
}

const FOLLOWED: PullMemory = { base: 'main', against: 'abc', accepted: null };

describe('the ledger', () => {
  test('keeps its lines for as many days as the settings say', async () => {
    await store.record([lineOf(1), lineOf(29), lineOf(31), lineOf(400)]);

    await store.tidy();

    const left = await store.entries({ limit: 10 });
    expect(left.map(({ repositoryId }) => repositoryId)).toEqual([1, 29]);
  });
});

describe('what is parked', () => {
  test('is kept for 90 days, and it is said when it goes', async () => {
    await park(1, 89, 91, 200);

    await store.tidy();

    const keys = (await store.inbox.parked()).map(({ key }) => key);
    expect(keys.sort()).toEqual(['repo:acme/old-1', 'repo:acme/old-89']);
    const said = log.lines.filter(({ message }) => message.includes('is forgotten'));
    expect(said.map(({ level, fields }) => [level, fields['key'], fields['error']])).toEqual([
      ['warn', 'repo:acme/old-91', 'Error: too late'],
      ['warn', 'repo:acme/old-200', 'Error: too late'],
    ]);
  });

  test('or waits is not touched, however old', async () => {
    await park(200);
    await run("update mainstay.inbox set state = 'waiting', run = null, at = now() - interval '900 days'");

    await store.tidy();

    expect(await store.inbox.depth()).toMatchObject({ waiting: 1, parked: 0 });
  });
});

describe('the memory of a pull request', () => {
  test('whose end was never told goes after 180 days without an event on it', async () => {
    for (const number of [1, 2, 3]) await store.keepPull(7, number, FOLLOWED);
    await run("update mainstay.pull set at = now() - interval '181 days' where number in (1, 2)");
    await store.keepPull(7, 2, FOLLOWED);

    await store.tidy();

    expect([...(await store.pulls(7)).keys()].sort()).toEqual([2, 3]);
  });
});

test('a delivery is known for longer than any GitHub would deliver it again', async () => {
  await run(
    `insert into mainstay.delivery (id, at)
      values ('a', now() - interval '13 days'), ('b', now() - interval '15 days')`,
  );

  await store.tidy();

  expect([...(await store.recovery.known(['a', 'b', 'c']))]).toEqual(['a']);
});

test('a command counts for the limit on commands, and is forgotten after a week', async () => {
  await run(
    `insert into mainstay.command (login, repository, at)
      values ('olga', 'acme/api', now() - interval '6 days'), ('olga', 'acme/api', now() - interval '8 days')`,
  );

  await store.tidy();

  expect(await count('command')).toBe(1);
});

/** A month of a busy organisation: Some 700 deliveries a day, and what comes of them. */
async function fillMonth(): Promise<void> {
  const day = "now() - (step % 30) * interval '1 day'";
  await run(
    `insert into mainstay.delivery (id, at)
      select gen_random_uuid()::text, ${day} from generate_series(1, 20000) as step`,
  );
  await run(
    `insert into mainstay.command (login, repository, delivery, at)
      select 'olga', 'acme/api', gen_random_uuid()::text, ${day} from generate_series(1, 3000) as step`,
  );
  await run(
    `insert into mainstay.ledger (at, repository_id, repository, branch, conclusion, title, causes, actors, report)
      select now() - (step % 60) * interval '1 day', 1, 'acme/api', 'main', 'success', 'Protected main',
        '[]', '[]', repeat('a line of a report. ', 50)
      from generate_series(1, 3000) as step`,
  );
}

/** All that month becomes one older. */
async function aMonthPasses(): Promise<void> {
  for (const table of ['delivery', 'command', 'ledger']) {
    await run(`update mainstay.${table} set at = at - interval '30 days'`);
  }
}

async function size(): Promise<number> {
  const [row] = await run(
    `select sum(pg_total_relation_size(format('mainstay.%I', tablename)))::float8 as bytes
      from pg_tables where schemaname = 'mainstay'`,
  );
  return Number(row?.['bytes']);
}

test('the database holds no more after five months than after the first', async () => {
  const rows: number[][] = [];
  const sizes: number[] = [];
  for (let month = 1; month <= 5; month += 1) {
    await fillMonth();
    await store.tidy();
    rows.push([await count('delivery'), await count('command'), await count('ledger')]);
    sizes.push(await size());
    await aMonthPasses();
  }

  for (const later of rows.slice(1)) expect(later).toEqual(rows[0]);
  // A PostgreSQL of its own gives the space back when its autovacuum comes round.
  if (!ON_SERVER) expect(sizes.at(-1)).toBeLessThan((sizes[1] ?? 0) * 1.5);
}, 120_000);
