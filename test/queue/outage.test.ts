import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ON_SERVER } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import { deliveriesOf, gate, openHouse, SETTLED, type House } from './house.ts';
import { wake } from './waking.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const onServer = ON_SERVER ? describe : describe.skip;

onServer('a server that drops every connection', () => {
  test('during a run has it run again, and nothing that was accepted is lost', async () => {
    const answered: string[] = [];
    const [begun, end] = [gate(), gate()];
    const log = recordingLog();
    const queue = await house.start(
      async (taken) => {
        begun.open();
        await end.opened;
        answered.push(...deliveriesOf(taken));
        return SETTLED;
      },
      { log, concurrency: 2 },
    );
    const deliveries = ['o0', 'o1', 'o2', 'o3', 'o4'];
    for (const delivery of deliveries) await queue.accept(delivery, [wake(delivery, delivery)]);
    await begun.opened;

    await house.statement(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    end.open();
    await queue.idle().catch(() => queue.idle());

    expect(deliveries.filter((delivery) => !answered.includes(delivery))).toEqual([]);
    expect(await queue.depth()).toMatchObject({ waiting: 0, running: 0, parked: 0 });
  });
});
