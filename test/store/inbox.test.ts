import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, statement, type TestDatabase } from '#kit/database';
import { keyText, type Wake } from '#model';
import type { Send, Token } from '#queue';
import type { Store } from '#store';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createDatabase();
  store = await database.open();
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const sendNothing: Send = () => Promise.resolve();

function wake(name: string, delivery: string, priority: Wake['priority'] = 'live'): Wake {
  return {
    key: { kind: 'repo', repo: { owner: 'acme', name } },
    installation: 1,
    cause: { delivery, event: 'push', actor: null },
    priority,
  };
}

/** Accepts a delivery and answers the tokens that were sent for it. */
async function tokensFor(delivery: string, ...wakes: readonly Wake[]): Promise<readonly Token[]> {
  const sent: Token[] = [];
  await store.inbox.accept(delivery, wakes, (_, tokens) => {
    sent.push(...tokens);
    return Promise.resolve();
  });
  return sent;
}

async function take(name: string) {
  const taken = await store.inbox.take(`repo:acme/${name}`);
  return taken!;
}

describe('the inbox', () => {
  test('sends one token for a key that waits, and a second only when somebody live joins a sweep', async () => {
    const key = 'repo:acme/token';

    const tokens = [
      await tokensFor('t1', wake('token', 't1', 'sweep')),
      await tokensFor('t2', wake('token', 't2', 'sweep')),
      await tokensFor('t3', wake('token', 't3', 'live')),
      await tokensFor('t4', wake('TOKEN', 't4', 'sweep'), wake('token', 't4', 'live')),
    ];

    expect(tokens).toEqual([
      [{ key, installation: 1, at: null, priority: 'sweep' }],
      [],
      [{ key, installation: 1, at: null, priority: 'live' }],
      [],
    ]);
  });

  test('sends another token for a key that runs', async () => {
    await tokensFor('r1', wake('runs', 'r1'));
    await take('runs');

    expect(await tokensFor('r2', wake('runs', 'r2'))).toHaveLength(1);
  });

  test('stores nothing of a delivery whose token could not be sent, so that it can come again', async () => {
    const failing = store.inbox.accept('f1', [wake('fails', 'f1')], () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');

    expect(await store.inbox.take('repo:acme/fails')).toBeNull();
    expect(await tokensFor('f1', wake('fails', 'f1'))).toHaveLength(1);
  });

  test('takes as many keys at once as an organisation may have repositories', async () => {
    const wakes = Array.from({ length: 12_000 }, (_, i) => wake(`many-${i}`, 'many', 'sweep'));

    const tokens = await tokensFor('many', ...wakes);

    expect(tokens.map(({ key }) => key).sort()).toEqual(wakes.map(({ key }) => keyText(key)).sort());
    await statement(database, store, `delete from mainstay.inbox where key like 'repo:acme/many-%'`);
  });
});

describe('a run that lost its key to another one', () => {
  test('can neither end it, nor give it back, nor park it', async () => {
    await tokensFor('l1', wake('lost', 'l1'));
    const lost = await take('lost');
    const held = await take('lost');

    const ends = [
      await store.inbox.finish(lost, [wake('never', 'l1')], sendNothing),
      await store.inbox.giveBack(lost, { at: null, early: true, tries: 9 }, sendNothing),
      await store.inbox.park(lost, { error: 'late', tries: 1 }, sendNothing),
    ];

    expect(ends).toEqual([false, false, false]);
    expect(await store.inbox.take('repo:acme/never')).toBeNull();
    expect(await store.inbox.finish(held, [], sendNothing)).toBe(true);
  });

  test('has spent a try, lest one that kills its process runs for ever', async () => {
    await tokensFor('k1', wake('killer', 'k1'));

    const tries = [(await take('killer')).tries, (await take('killer')).tries, (await take('killer')).tries];

    expect(tries).toEqual([0, 1, 2]);
  });
});

describe('a cause that this version cannot read', () => {
  test('is left out, and the key is looked at all the same', async () => {
    await tokensFor('u1', wake('unread', 'u1'), wake('unread', 'u2'));
    await statement(
      database,
      store,
      `update mainstay.inbox set cause = '{"from": "tomorrow"}' where cause ->> 'delivery' = 'u1'`,
    );

    const taken = await take('unread');

    expect(taken.causes).toEqual([wake('unread', 'u2').cause]);
  });
});
