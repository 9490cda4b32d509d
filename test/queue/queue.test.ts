import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingLog } from '#kit/recording-log';
import { keyText, type Outcome, type Wake } from '#model';
import type { Taken } from '#queue';
import { deliveriesOf, gate, openHouse, SETTLED, type House } from './house.ts';
import { keyTurns } from './key-turns.ts';
import { wake } from './waking.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.rest());
afterAll(() => house.close());

describe('a delivery', () => {
  test('leads to a run of the key it wakes, which is told why', async () => {
    const seen: Taken[] = [];
    const queue = await house.start((taken) => {
      seen.push(taken);
      return Promise.resolve(SETTLED);
    });
    const command: Wake['cause'] = {
      delivery: 'why',
      event: 'issue_comment.created',
      actor: { login: 'olga', bot: false },
      command: {
        name: 'sync',
        by: { login: 'olga', bot: false },
        from: { kind: 'comment', comment: 7, issue: 3 },
      },
    };

    const added = await queue.accept('why', [wake('why', 'why', { cause: command, installation: 42 })]);
    await queue.idle();

    expect(added).toBe(true);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      key: { kind: 'repo', repo: { owner: 'Acme', name: 'why' } },
      installation: 42,
      causes: [command],
      tries: 0,
    });
    expect(await queue.depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
  });

  test('that comes a second time adds nothing', async () => {
    const runs: string[] = [];
    const queue = await house.start((taken) => {
      runs.push(...deliveriesOf(taken));
      return Promise.resolve(SETTLED);
    });

    const first = await queue.accept('twice', [wake('twice', 'twice')]);
    await queue.idle();
    const both = await Promise.all([
      queue.accept('twice', [wake('twice', 'twice')]),
      queue.accept('twice', [wake('other', 'twice')]),
    ]);
    await queue.idle();

    expect([first, ...both]).toEqual([true, false, false]);
    expect(runs).toEqual(['twice']);
  });

  test('that wakes nothing is accepted and leaves nothing behind', async () => {
    const queue = await house.start(() => Promise.resolve(SETTLED));

    const added = [
      await queue.accept('nothing', []),
      await queue.accept('nothing', [wake('now', 'nothing')]),
    ];
    await queue.idle();

    expect(added).toEqual([true, true]);
  });

  test('with text that the database cannot hold is accepted with a mark in its place', async () => {
    const seen: Taken[] = [];
    const queue = await house.start((taken) => {
      seen.push(taken);
      return Promise.resolve(SETTLED);
    });
    const cause = { delivery: 'bad', event: 'push', actor: { login: 'o\0\udc00', bot: false } };

    await queue.accept('b\0ad', [wake('bad', 'bad', { cause })]);
    await queue.idle();

    expect(seen[0]?.causes[0]?.actor?.login).toBe('o��');
  });
});

describe('keys', () => {
  test('that are woken while they wait run once, for all their causes', async () => {
    const runs: (readonly string[])[] = [];
    const busy = gate();
    const queue = await house.start(
      async (taken) => {
        runs.push(deliveriesOf(taken));
        if (deliveriesOf(taken)[0] === 'busy') await busy.opened;
        return SETTLED;
      },
      { concurrency: 1 },
    );
    await queue.accept('busy', [wake('busy', 'busy')]);
    for (let i = 0; i < 20; i++) await queue.accept(`c${i}`, [wake(i % 2 ? 'calm' : 'CALM', `c${i}`)]);

    busy.open();
    await queue.idle();

    expect(runs).toEqual([['busy'], Array.from({ length: 20 }, (_, i) => `c${i}`)]);
  });

  test('that are woken while they run, run exactly once more', async () => {
    const runs: (readonly string[])[] = [];
    const [begun, ended] = [gate(), gate()];
    const queue = await house.start(async (taken) => {
      runs.push(deliveriesOf(taken));
      if (runs.length > 1) return SETTLED;
      begun.open();
      await ended.opened;
      return SETTLED;
    });
    await queue.accept('m0', [wake('more', 'm0')]);
    await begun.opened;
    for (const delivery of ['m1', 'm2', 'm3']) await queue.accept(delivery, [wake('more', delivery)]);

    ended.open();
    await queue.idle();

    expect(runs).toEqual([['m0'], ['m1', 'm2', 'm3']]);
  });

  test('run several at once, but never one twice at once', async () => {
    const turns = keyTurns(6);
    const queue = await house.start(turns.run, { concurrency: 8 });

    const deliveries = Array.from({ length: 120 }, (_, i) => `n${i}`);
    for (const [i, delivery] of deliveries.entries()) {
      await queue.accept(delivery, [wake(`n${i % 6}`, delivery)]);
      if (i === 5) await turns.allRun;
    }
    await queue.accept('n-last', [turns.lastWake]);
    await queue.idle();

    expect(turns.clashes).toEqual([]);
    expect([...turns.answered].sort()).toEqual([...deliveries, 'n-last'].sort());
  });

  test('woken by people go before those of a sweep, even when they come later', async () => {
    const order: string[] = [];
    const busy = gate();
    const queue = await house.start(
      async (taken) => {
        order.push(keyText(taken.key));
        if (order.length === 1) await busy.opened;
        return SETTLED;
      },
      { concurrency: 1 },
    );
    await queue.accept('p0', [wake('first', 'p0')]);
    await queue.accept('p1', [
      wake('swept', 'p1', { priority: 'sweep' }),
      wake('swept-then-woken', 'p1', { priority: 'sweep' }),
    ]);
    await queue.accept('p2', [wake('woken', 'p2')]);
    await queue.accept('p3', [wake('swept-then-woken', 'p3')]);

    busy.open();
    await queue.idle();

    expect(order).toEqual([
      'repo:acme/first',
      'repo:acme/woken',
      'repo:acme/swept-then-woken',
      'repo:acme/swept',
    ]);
  });

  test('woken by a run that settled are run after it', async () => {
    const runs: string[] = [];
    const next = ['r0', 'r1', 'r2'].map((name) => wake(name, 'sweep', { priority: 'sweep' }));
    const queue = await house.start((taken) => {
      runs.push(keyText(taken.key));
      return Promise.resolve<Outcome>(taken.key.kind === 'org' ? { kind: 'settled', next } : SETTLED);
    });

    await queue.accept('sweep', [wake('x', 'sweep', { key: { kind: 'org', org: 'acme' } })]);
    await queue.idle();

    expect(runs.sort()).toEqual(['org:acme', 'repo:acme/r0', 'repo:acme/r1', 'repo:acme/r2']);
  });
});

describe('the log of a run', () => {
  test('says the key, the repository and the deliveries on every line', async () => {
    const log = recordingLog();
    const queue = await house.start(
      (_, own) => {
        own.info({ step: 1 }, 'looked');
        return Promise.resolve(SETTLED);
      },
      { log },
    );

    await queue.accept('log', [wake('api', 'log')]);
    await queue.idle();

    const fields = { key: 'repo:Acme/api', repository: 'Acme/api', deliveries: ['log'] };
    expect(log.lines).toMatchObject([
      { message: 'looked', fields: { ...fields, step: 1 } },
      { message: 'run ended', fields: { ...fields, outcome: 'settled' } },
    ]);
  });
});
