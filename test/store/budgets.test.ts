import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { RateLimited } from '#model';
import type { Store } from '#store';
import { REAL } from '../../src/github/governor/clock.ts';
import { createGovernor, type Governor } from '../../src/github/governor/create-governor.ts';
import type { Limits } from '../../src/github/governor/limits.ts';
import { READ } from '../../src/github/governor/request.ts';

let database: TestDatabase;
let stores: readonly Store[] = [];

/** Two processes where the database is one that several can use; one that is used twice else. */
beforeAll(async () => {
  database = await createDatabase();
  const first = await database.open();
  stores = [first, ON_SERVER ? await database.open() : first];
});
afterAll(async () => {
  for (const store of new Set(stores)) await store.close();
  await database.drop();
});

const HOUR = 3_600_000;
const LIMITS: Limits = {
  paceMs: 0,
  windows: {
    rest: { most: 100, ms: HOUR, lifeMs: HOUR },
    graphql: { most: 100, ms: HOUR, lifeMs: HOUR },
    write: { most: 100, ms: HOUR, lifeMs: HOUR },
    content: { most: 100, ms: HOUR, lifeMs: HOUR },
  },
};

function governorOn(store: Store, installation: number): Governor {
  return createGovernor({
    installation,
    limits: LIMITS,
    clock: REAL,
    accounts: { change: (id, change) => store.changeBudget(id, change) },
    shared: true,
    priority: () => 'live',
    tell: { debug: () => undefined, warn: () => undefined },
  });
}

/** Whether it was sent; false where it was told to come back. */
async function isSent(governor: Governor): Promise<boolean> {
  try {
    await governor.run(READ, () => Promise.resolve());
    return true;
  } catch (error) {
    if (error instanceof RateLimited) return false;
    throw error;
  }
}

describe('The budget of an installation, kept in the database', () => {
  test('is one for all who share it: together they send what GitHub allows, and no more', async () => {
    const governors = stores.map((store) => governorOn(store, 1));

    const sent = await Promise.all(
      Array.from({ length: 240 }, (_, n) => isSent(governors[n % governors.length] ?? governors[0]!)),
    );
    const again = governorOn(stores[0]!, 1);

    expect(sent.filter(Boolean)).toHaveLength(100);
    expect(await isSent(again)).toBe(false);
  });

  test('does not touch that of another installation', async () => {
    const full = governorOn(stores[0]!, 2);
    await Promise.all(Array.from({ length: 120 }, () => isSent(full)));

    expect(await isSent(governorOn(stores[0]!, 3))).toBe(true);
  });

  test('closed by one is closed for the others', async () => {
    const [one, other] = [governorOn(stores[0]!, 4), governorOn(stores[1]!, 4)];

    await one.limited('rest', { kind: 'secondary', afterMs: 600_000 });

    expect([await isSent(one), await isSent(other)]).toEqual([false, false]);
  });

  test('changes one at a time, and a change that fails leaves it as it was', async () => {
    const counted = Array.from({ length: 20 }, (_, n) =>
      stores[n % 2]!.changeBudget(5, (stored) => {
        const before = (stored as { readonly n?: number } | null)?.n ?? 0;
        return { value: { n: before + 1 }, answer: before };
      }),
    );
    const seen = await Promise.all(counted);
    const failed = stores[0]!.changeBudget(5, () => {
      throw new Error('no');
    });

    await expect(failed).rejects.toThrow('no');
    const last = await stores[0]!.changeBudget(5, (stored, now) => ({
      value: stored as object,
      answer: { stored, now },
    }));
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(last.stored).toEqual({ n: 20 });
    expect(Math.abs(last.now - Date.now())).toBeLessThan(HOUR);
  });
});
