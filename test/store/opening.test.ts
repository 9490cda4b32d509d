import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createDatabase, ON_SERVER, statement, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import { openStore } from '#store';

const databases: TestDatabase[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const database of databases.splice(0)) await database.drop();
});

async function aDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  databases.push(database);
  return database;
}

/** A second process on the folder, and the first line it says. */
async function another(dataDir: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'holder-child.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, said };
}

const IN_USE = /^Error: The data folder .* is in use by another Mainstay \(process (\d+)\): stop it, /;

describe('a store that was closed', () => {
  test('opens again with everything in it', async () => {
    const database = await aDatabase();
    const before = await database.open();
    await before.keepGoodPolicy('acme', 'api', { oid: '1f', text: 'version: 1\n', since: 'today' });
    await before.close();

    const after = await database.open();
    const policy = await after.goodPolicy('acme', 'api');
    await after.close();

    expect(policy).toEqual({ oid: '1f', text: 'version: 1\n', since: 'today' });
  });

  test('is not ready any more, and says so without a fuss', async () => {
    const store = await (await aDatabase()).open();
    const before = await store.ready();
    await store.close();

    expect([before, await store.ready()]).toEqual([true, false]);
  });

  test('is refused by an older version than the one that wrote it', async () => {
    const database = await aDatabase();
    const store = await database.open();
    await statement(
      database,
      store,
      `insert into mainstay.migration (name, timestamp) values ('9999-of-tomorrow', '2030-01-01')`,
    );
    await store.close();

    await expect(database.open()).rejects.toThrow(
      'The database was made by a newer Mainstay than this one: run that version, or a later one.',
    );
  });
});

const embedded = ON_SERVER ? describe.skip : describe;

embedded('the folder of the embedded database', () => {
  test('is refused to a second process, which is told who has it and what to do', async () => {
    const database = await aDatabase();
    const store = await database.open();

    const { said } = await another(database.where.dataDir);
    await store.close();

    expect(IN_USE.exec(said)?.[1]).toBe(String(process.pid));
    expect(said).toContain('MAINSTAY_DATA_DIR');
    expect(said).toContain(database.where.dataDir);
  });

  test('is free again as soon as the process that had it was killed', async () => {
    const database = await aDatabase();
    const { child, said } = await another(database.where.dataDir);
    await expect(database.open()).rejects.toThrow(`(process ${child.pid ?? 0})`);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const store = await database.open();
    const ready = await store.ready();
    await store.close();

    expect([said, ready]).toEqual(['open', true]);
  });
});

const onServer = ON_SERVER ? describe : describe.skip;

onServer('a database on a server', () => {
  test('is made ready once when several processes start upon it at the same time', async () => {
    const database = await aDatabase();

    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    const ready = await Promise.all(stores.map((store) => store.ready()));
    for (const store of stores) await store.close();

    expect(ready).toEqual([true, true, true]);
  });
});

describe('a PostgreSQL that is not there', () => {
  test('is named as the trouble, in one line and without its password', async () => {
    const database = await aDatabase();
    const databaseUrl = 'postgres://mainstay:hunter2@127.0.0.1:1/mainstay';
    const opening = openStore({ ...database.where, databaseUrl, log: recordingLog() });

    const said = await opening.then(
      () => 'opened',
      (error: unknown) => String(error),
    );

    expect(said).toMatch(/^Error: The PostgreSQL of DATABASE_URL cannot be used: .*ECONNREFUSED/);
    expect(said).not.toContain('hunter2');
  });
});
