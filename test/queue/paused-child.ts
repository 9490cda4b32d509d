// A process that runs one key and says what becomes of its hold on it, while it is paused and woken from outside.
import { createInterface } from 'node:readline';
import { recordingLog } from '#kit/recording-log';
import { startQueue } from '#queue';
import { openStore } from '#store';
import { SETTLED } from './house.ts';
import { wake } from './waking.ts';

const log = recordingLog();
const store = await openStore({ ...(JSON.parse(process.argv[2] ?? '{}') as { dataDir: string }), log });
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const queue = await startQueue({
  inbox: store.inbox,
  jobs: store.jobs,
  log,
  run: async (_taken, _log, lease) => {
    process.stdout.write(`begun, holds: ${lease.holds()}\n`);
    await lines.next();
    process.stdout.write(`woken, holds: ${lease.holds()}\n`);
    return SETTLED;
  },
});
await queue.accept('paused', [wake('paused', 'paused')]);
