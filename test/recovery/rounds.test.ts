import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDatabase, statement, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import {
  startRecovery,
  type DeliveryLog,
  type Entry,
  type LoggedDelivery,
  type RecoveryOptions,
} from '#recovery';
import type { Store } from '#store';
import { RateLimited } from '#model';

const APP_ID = 4711;
const PER_PAGE = 2;
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createDatabase();
  store = await database.open();
});
beforeEach(async () => {
  await statement(database, store, 'update mainstay.recovery set at = null, up_to = null, holder = null');
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Entries of the log, the newest first, each a minute older than the one before it. */
function lostEntries(count: number): readonly Entry[] {
  const newest = Date.UTC(2026, 10, 24, 6);
  return Array.from({ length: count }, (_, index) => ({
    id: String(3_804_004_623_172_239_900n - BigInt(index)),
    guid: randomUUID(),
    deliveredAt: new Date(newest - index * 60_000).toISOString(),
    statusCode: 503,
    event: 'push',
    action: null,
  }));
}

function recordOf({ guid, event }: Entry): LoggedDelivery {
  const headers = { 'x-github-hook-installation-target-id': String(APP_ID) };
  return { guid, event, headers, payload: { installation: { id: 7 } } };
}

/** GitHub's log in memory, two entries a page. */
function logOf(entries: readonly Entry[], answer: (entry: Entry) => LoggedDelivery | null = recordOf) {
  const asked = { pages: 0, deliveries: [] as string[] };
  const deliveries: DeliveryLog = {
    page: (cursor) => {
      const from = Number(cursor ?? 0);
      asked.pages += 1;
      const next = from + PER_PAGE < entries.length ? String(from + PER_PAGE) : null;
      return Promise.resolve({ entries: entries.slice(from, from + PER_PAGE), next });
    },
    delivery: (id) => {
      asked.deliveries.push(id);
      const entry = entries.find((one) => one.id === id);
      return Promise.resolve(entry === undefined ? null : answer(entry));
    },
  };
  return { deliveries, asked };
}

/** One round of a process that is started for it; answers what reached the intake. */
async function round(deliveries: DeliveryLog, more: Partial<RecoveryOptions> = {}) {
  const log = recordingLog();
  const taken: string[] = [];
  const recovery = startRecovery({
    deliveries,
    memory: store.recovery,
    deliver: ({ id }) => Promise.resolve(void taken.push(id)),
    needs: () => true,
    appId: APP_ID,
    log,
    ...more,
  });
  await recovery.round();
  await recovery.stop();
  return { taken, said: log.lines.map(({ message }) => message), point: recovery.point() };
}

function guids(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ guid }) => guid);
}

describe('recovery', () => {
  test('begins with all that GitHub keeps, the oldest first, and then reads only what is new', async () => {
    const entries = lostEntries(61);
    const first = logOf(entries);
    const all = await round(first.deliveries);
    const second = logOf(entries);

    const again = await round(second.deliveries, { needs: () => false });

    expect(all.taken).toEqual(guids(entries).toReversed());
    expect(first.asked.pages).toBe(31);
    expect(again.point?.upTo).toBe(entries[0]?.deliveredAt);
    // A quarter of an hour of overlap.
    expect(second.asked.pages).toBe(9);
  });

  test('reads no more pages than it may, and says so', async () => {
    const entries = lostEntries(9);

    const { taken, said, point } = await round(logOf(entries).deliveries, { mostPages: 2 });

    expect(taken).toEqual(guids(entries.slice(0, 4)).toReversed());
    expect(said.join()).toContain('is longer than one look at it');
    expect(point?.upTo).toBe(entries[0]?.deliveredAt);
  });

  test('does not fetch what was stored and only not answered in time', async () => {
    const entries = lostEntries(3);
    const key = { kind: 'repo', repo: { owner: 'acme', name: 'api' } } as const;
    const stored = entries[1]!.guid;
    const cause = { delivery: stored, event: 'push', actor: null };
    const wake = { key, installation: 7, cause, priority: 'live' } as const;
    await store.inbox.accept(stored, [wake], () => Promise.resolve());

    const { taken } = await round(logOf(entries).deliveries);

    expect(taken).toEqual([entries[2]!.guid, entries[0]!.guid]);
  });

  test('does not pass what could not be stored', async () => {
    const entries = lostEntries(4);
    function deliver({ id }: { readonly id: string }): Promise<void> {
      return id === entries[2]!.guid ? Promise.reject(new Error('the disk is full')) : Promise.resolve();
    }

    const { point, said } = await round(logOf(entries).deliveries, { deliver });

    expect(point?.upTo).toBe(entries[2]!.deliveredAt);
    expect(said).toContain('a lost delivery could not be fetched or stored');
  });

  test('stops asking when GitHub asks it to wait, and goes on there the next time', async () => {
    const entries = lostEntries(4);
    const limited = logOf(entries, (entry) => {
      if (entry.guid === entries[2]!.guid) throw new RateLimited(new Date(), 'wait');
      return recordOf(entry);
    });

    const first = await round(limited.deliveries);
    const second = await round(logOf(entries).deliveries);

    expect(first.taken).toEqual([entries[3]!.guid]);
    expect(limited.asked.deliveries).toHaveLength(2);
    expect(second.taken).toEqual(expect.arrayContaining([...guids(entries.slice(0, 3))]));
  });

  test.each<[string, Partial<LoggedDelivery>]>([
    ['is about another App', { headers: { 'x-github-hook-installation-target-id': '4712' } }],
    ['does not say which App it is about', { headers: {} }],
    ['is another delivery', { guid: randomUUID() }],
    ['has no payload', { payload: null }],
    ['has a list as its payload', { payload: [] }],
    ['names no installation', { payload: { zen: 'Design for failure.' } }],
  ])('does not take a record that %s, and takes the others', async (_, wrong) => {
    const [good, bad] = lostEntries(2);
    const { deliveries } = logOf([good!, bad!], (entry) => ({
      ...recordOf(entry),
      ...(entry === bad ? wrong : {}),
    }));

    const { taken, said, point } = await round(deliveries);

    expect(taken).toEqual([good!.guid]);
    expect(said).toContain('a lost delivery is not taken');
    expect(point?.upTo).toBe(good!.deliveredAt);
  });

  test('is done by one process at a time; the others show how far it came', async () => {
    const entries = lostEntries(3);
    const other = randomUUID();
    const point = { at: '2026-11-24T05:00:00.000Z', upTo: '2026-11-24T04:59:00.000Z' };
    await store.recovery.hold(other);
    await store.recovery.keepPoint(other, point);
    const meanwhile = logOf(entries);

    const beside = await round(meanwhile.deliveries);
    await store.recovery.release(other);
    const after = await round(logOf(entries).deliveries);

    expect(beside).toEqual({ taken: [], said: [], point });
    expect(meanwhile.asked.pages).toBe(0);
    expect(after.taken).toEqual(guids(entries).toReversed());
  });

  test('is taken over from a process that died amid it, whose point is no longer kept', async () => {
    const entries = lostEntries(1);
    const dead = randomUUID();
    await store.recovery.hold(dead);
    await statement(database, store, "update mainstay.recovery set held_until = now() - interval '1 second'");

    const { taken, point } = await round(logOf(entries).deliveries);
    await store.recovery.keepPoint(dead, { at: point!.at, upTo: '2030-01-01T00:00:00.000Z' });

    expect(taken).toEqual(guids(entries));
    expect(await store.recovery.point()).toEqual(point);
  });
});
