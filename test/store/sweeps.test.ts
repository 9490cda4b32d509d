import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDatabase, statement, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import type { SweepUnderWay } from '#model';
import { openStore, type Store } from '#store';

let database: TestDatabase;
let store: Store;

beforeEach(async () => {
  database = await createDatabase();
  store = await openStore({ ...database.where, keepDays: 30, log: recordingLog() });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

async function kept(...oids: readonly string[]): Promise<readonly string[]> {
  return [...(await store.texts.recall(oids)).keys()].sort();
}

describe('the texts of files', () => {
  test('are found again by their oids, those that were kept', async () => {
    await store.texts.keep(new Map([['a1', 'on: push\n']]));
    await store.texts.keep(
      new Map([
        ['a1', 'on: push\n'],
        ['b2', ''],
      ]),
    );

    expect(await store.texts.recall(['a1', 'b2', 'c3'])).toEqual(
      new Map([
        ['a1', 'on: push\n'],
        ['b2', ''],
      ]),
    );
  });

  test('with a NUL in them are not kept, and keep nothing else away', async () => {
    await store.texts.keep(
      new Map([
        ['a1', 'a\0b'],
        ['b2', 'c'],
      ]),
    );

    expect(await kept('a1', 'b2')).toEqual(['b2']);
  });

  test('are forgotten a month after somebody last asked for them', async () => {
    await store.texts.keep(
      new Map([
        ['old', '1'],
        ['asked', '2'],
        ['new', '3'],
      ]),
    );
    await statement(
      database,
      store,
      "update mainstay.file_text set at = now() - interval '31 days' where oid <> 'new'",
    );
    await store.texts.recall(['asked']);

    await store.tidy();

    expect(await kept('old', 'asked', 'new')).toEqual(['asked', 'new']);
  });

  test('never take more than their room: the oldest go', async () => {
    await store.texts.keep(
      new Map([
        ['older', '1'],
        ['newer', '2'],
      ]),
    );
    await statement(database, store, 'update mainstay.file_text set bytes = 200000000');
    await statement(
      database,
      store,
      "update mainstay.file_text set at = now() - interval '1 day' where oid = 'older'",
    );

    await store.tidy();

    expect(await kept('older', 'newer')).toEqual(['newer']);
  });
});

describe('what is remembered of sweeps', () => {
  const UNDER_WAY: SweepUnderWay = {
    since: '2026-11-24T06:00:00.000Z',
    mark: 'policy causes',
    from: 'after:abc',
    of: 250,
    weighed: { touches: 3, weakens: 0 },
    conflicts: [],
    done: 100,
    needy: 2,
    writes: 1,
    unread: 1,
    requests: 5,
    points: 9,
  };

  test('is nothing of an unknown organisation', async () => {
    const nothing = { installation: null, asked: null, whole: null, underWay: null, trouble: null };

    expect(await store.sweep('acme')).toEqual(nothing);
    expect(await store.sweeps()).toEqual(new Map());
  });

  test('is found again under the login in any case, also by another process', async () => {
    await store.changeSweep('Acme', (before) => ({ ...before, installation: 7, underWay: UNDER_WAY }));
    await store.close();
    store = await database.open();

    const memory = await store.sweep('ACME');

    expect(memory).toMatchObject({ installation: 7, underWay: UNDER_WAY });
    expect([...(await store.sweeps()).keys()]).toEqual(['acme']);
  });

  test('that another version wrote otherwise has not begun', async () => {
    await store.changeSweep('acme', (before) => ({ ...before, installation: 7, underWay: UNDER_WAY }));
    await statement(
      database,
      store,
      "update mainstay.sweep set memory = jsonb_set(memory, '{underWay}', '5')",
    );

    expect(await store.sweep('acme')).toMatchObject({ installation: 7, underWay: null });
  });
});
