import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from '@jest/globals';
import { createDatabase, type TestDatabase } from '#kit/database';
import { recordingLog } from '#kit/recording-log';
import { startQueue } from '#queue';
import { deliveriesOf, SETTLED } from './house.ts';

let database: TestDatabase;

afterEach(() => database.drop());

/** Where others may live, a dead process is only known by its silence. */
const PATIENCE_MS = 90_000;

test(
  'each delivery that was accepted is acted on, though the process is killed amid two hundred of them',
  async () => {
    database = await createDatabase();
    const acted = join(database.where.dataDir, 'acted.txt');
    const accepted = await acceptedBeforeItsDeath(acted, 200);

    const store = await database.open();
    const underWay = await store.inbox.depth();
    const late = await restOf(store);
    await store.close();

    const all = new Set([...readFileSync(acted, 'utf8').split('\n'), ...late]);
    expect(underWay.running + underWay.waiting).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThanOrEqual(200);
    expect(accepted.filter((delivery) => !all.has(delivery))).toEqual([]);
  },
  PATIENCE_MS,
);

/** What a second process is told that it accepted, until it is killed after so many. */
async function acceptedBeforeItsDeath(acted: string, count: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'crash-child.ts'), JSON.stringify(database.where), acted],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const accepted: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    accepted.push(line);
    if (accepted.length === count) child.kill('SIGKILL');
  }
  await exit;
  return accepted;
}

/** What is acted on after the restart. */
async function restOf(store: Awaited<ReturnType<TestDatabase['open']>>): Promise<readonly string[]> {
  const late: string[] = [];
  const queue = await startQueue({
    inbox: store.inbox,
    jobs: store.jobs,
    log: recordingLog(),
    run: (taken) => {
      late.push(...deliveriesOf(taken));
      return Promise.resolve(SETTLED);
    },
  });
  await queue.idle();
  await queue.stop({ graceMs: 1_000 });
  return late;
}
