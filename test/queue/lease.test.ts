import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import { startQueue, type Lease } from '#queue';
import { deliveriesOf, gate, openHouse, SETTLED, type House } from './house.ts';
import { wake } from './waking.ts';

describe('a run', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test('holds its key while it runs, and no more once it was given back', async () => {
    const [begun, end] = [gate(), gate()];
    const leases: Lease[] = [];
    const queue = await house.start(async (_taken, _log, lease) => {
      leases.push(lease);
      begun.open();
      await end.opened;
      return SETTLED;
    });
    await queue.accept('held', [wake('held', 'held')]);
    await begun.opened;

    const during = leases.map((lease) => lease.holds());
    await queue.stop({ graceMs: 1 });
    const after = leases.map((lease) => lease.holds());
    end.open();

    expect([during, after]).toEqual([[true], [false]]);
  });
});

const onServer = ON_SERVER ? describe : describe.skip;

onServer('a process that is paused in the midst of a run', () => {
  let database: TestDatabase;
  let child: ChildProcess;
  afterEach(async () => {
    child.kill('SIGKILL');
    await database.drop();
  });

  test('finds its key no longer its own when it wakes, because another one has run it', async () => {
    database = await createDatabase();
    const store = await database.open();
    const script = join(import.meta.dirname, 'paused-child.ts');
    child = spawn(process.execPath, [script, JSON.stringify(database.where)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const begun = await said.next();
    const answered: string[] = [];
    const other = gate();
    const queue = await startQueue({
      inbox: store.inbox,
      jobs: store.jobs,
      log: recordingLog(),
      run: (taken) => {
        answered.push(...deliveriesOf(taken));
        other.open();
        return Promise.resolve(SETTLED);
      },
    });

    child.kill('SIGSTOP');
    await other.opened;
    child.stdin!.write('wake up\n');
    child.kill('SIGCONT');
    const woken = await said.next();
    await queue.stop({ graceMs: 1000 });
    await store.close();

    expect(begun.value).toBe('begun, holds: true');
    expect(answered).toEqual(['paused']);
    expect(woken.value).toBe('woken, holds: false');
  }, 60_000);
});
