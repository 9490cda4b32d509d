import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDatabase, type TestDatabase } from '#kit/database';
import type { Store } from '#store';
import { heldMemory, underLease } from '../src/job-lease.ts';

const REPO = { owner: 'acme', name: 'api' };
const AT = '2026-11-01T00:00:00.000Z';
const LOST = { holds: () => false };

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await createDatabase();
  store = await database.open();
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

test('A run that may have lost its key changes nothing that is remembered, and may still read it', async () => {
  const memory = heldMemory(store);
  const nothing = await memory.repository(1);
  const since = new Date('2100-01-01');

  const writes = await underLease(LOST, () =>
    Promise.allSettled([
      memory.keepRepository(1, { ...nothing, protectableAs: 'private' }),
      memory.keepPull(1, 7, { base: 'main', against: null, accepted: null }),
      memory.changeOrganisation('acme', (before) => ({ ...before, governedSince: AT })),
      memory.keepGoodPolicy('acme', 'api', { oid: '1f', text: 'version: 1\n', since: AT }),
      memory.countCommand({ delivery: 'one', login: 'mia', repo: REPO, since, most: 20 }),
    ]),
  );
  const read = await underLease(LOST, () => memory.repository(1));

  expect(writes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  expect(read).toEqual(nothing);
  expect((await store.pulls(1)).size).toBe(0);
  expect((await store.organisation('acme')).governedSince).toBeNull();
  expect(await store.goodPolicy('acme', 'api')).toBeNull();
});
