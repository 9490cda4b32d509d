// A process that accepts deliveries as fast as it can and acts on them slowly, until it is killed. It says each
// delivery that was accepted, and writes down each that was acted on.
import { appendFileSync } from 'node:fs';
import { recordingLog } from '#kit/recording-log';
import { startQueue } from '#queue';
import { openStore } from '#store';
import { deliveriesOf, SETTLED } from './house.ts';
import { wake } from './waking.ts';

const [where = '{}', acted = ''] = process.argv.slice(2);
const log = recordingLog();
const store = await openStore({ ...(JSON.parse(where) as { dataDir: string }), log });
const queue = await startQueue({
  inbox: store.inbox,
  jobs: store.jobs,
  log,
  run: async (taken) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    appendFileSync(
      acted,
      deliveriesOf(taken)
        .map((delivery) => `${delivery}\n`)
        .join(''),
    );
    return SETTLED;
  },
});
for (let i = 0; i < 10_000; i += 4) {
  const batch = [i, i + 1, i + 2, i + 3];
  await Promise.all(
    batch.map(async (number) => {
      await queue.accept(`d${number}`, [wake(`r${number % 60}`, `d${number}`)]);
      process.stdout.write(`d${number}\n`);
    }),
  );
}
