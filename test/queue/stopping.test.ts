import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startQueue } from '#queue';
import { recordingLog } from '#kit/recording-log';
import { deliveriesOf, gate, openHouse, QUICK, SETTLED, type House } from './house.ts';
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
    const running = new Set<string>();
    const clashes: string[] = [];
    const answered: string[] = [];
    const worked = new Set<number>();
    const two = gate();
    const queues = await Promise.all(
      [0, 1, 2].map((worker) =>
        startQueue({
          inbox: house.store.inbox,
          jobs: { ...house.store.jobs, alone: false },
          log: recordingLog(),
          retry: QUICK,
          concurrency: 2,
          run: async (taken) => {
            const name = JSON.stringify(taken.key);
            if (running.has(name)) clashes.push(name);
            running.add(name);
            worked.add(worker);
            if (worked.size > 1) two.open();
            await two.opened;
            await setImmediate();
            running.delete(name);
            answered.push(...deliveriesOf(taken));
            return SETTLED;
          },
        }),
      ),
    );

    const deliveries = Array.from({ length: 90 }, (_, i) => `several-${i}`);
    await Promise.all(
      deliveries.map((delivery, i) => queues[i % 3]!.accept(delivery, [wake(`k${i % 5}`, delivery)])),
    );
    await Promise.all(queues.map((queue) => queue.idle()));
    await Promise.all(queues.map((queue) => queue.stop({ graceMs: 5_000 })));

    expect(clashes).toEqual([]);
    expect(answered.sort()).toEqual(deliveries.sort());
    expect(worked.size).toBeGreaterThan(1);
  });
});
