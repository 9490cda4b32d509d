import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { deliveriesOf, gate, openHouse, SETTLED, type House } from './house.ts';
import { keyTurns } from './key-turns.ts';
import { wake } from './waking.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.rest());
afterAll(() => house.close());

describe('stopping', () => {
  test('lets what runs come to its end, and begins nothing more', async () => {
    const runs: string[] = [];
    const [begun, end] = [gate(), gate()];
    const queue = await house.start(
      async (taken) => {
        runs.push(...deliveriesOf(taken));
        begun.open();
        await end.opened;
        return SETTLED;
      },
      { concurrency: 1 },
    );
    await queue.accept('s0', [wake('running', 's0')]);
    await begun.opened;
    await queue.accept('s1', [wake('waiting', 's1')]);

    const stopped = queue.stop({ graceMs: 60_000 });
    end.open();
    await stopped;

    expect(runs).toEqual(['s0']);
    expect(await house.store.inbox.depth()).toMatchObject({ waiting: 1, running: 0 });
  });

  test('gives back what does not end in time, for the next start, and never hears of it again', async () => {
    const [begun, end] = [gate(), gate()];
    const queue = await house.start(async () => {
      begun.open();
      await end.opened;
      return SETTLED;
    });
    await queue.accept('g', [wake('endless', 'g')]);
    await begun.opened;

    await queue.stop({ graceMs: 1 });
    const between = await house.store.inbox.depth();
    end.open();
    const runs: string[] = [];
    const after = await house.start((taken) => {
      runs.push(...deliveriesOf(taken), `tries ${taken.tries}`);
      return Promise.resolve(SETTLED);
    });
    await after.idle();

    expect(between.running).toBe(0);
    expect(runs).toContain('g');
    expect(runs).not.toContain('tries 1');
    expect(await after.depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
  });
});

describe('several processes on one database', () => {
  test('never run a key at the same time, and leave none out', async () => {
    const turns = keyTurns(5);
    const worked = new Set<number>();
    const queues = await Promise.all(
      [0, 1, 2].map((worker) =>
        house.start(
          (taken) => {
            worked.add(worker);
            return turns.run(taken);
          },
          { jobs: { ...house.store.jobs, alone: false }, concurrency: 2 },
        ),
      ),
    );

    const deliveries = Array.from({ length: 90 }, (_, i) => `several-${i}`);
    for (const [i, delivery] of deliveries.entries()) {
      await queues[i % 3]!.accept(delivery, [wake(`k${i % 5}`, delivery)]);
      if (i === 4) await turns.allRun;
    }
    await queues[0]!.accept('n-last', [turns.lastWake]);
    await Promise.all(queues.map((queue) => queue.idle()));

    expect(turns.clashes).toEqual([]);
    expect([...turns.answered].sort()).toEqual([...deliveries, 'n-last'].sort());
    expect(worked.size).toBe(3);
  });
});
