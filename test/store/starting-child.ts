// Opens the database given as its argument and says so, or why it could not; then stays until it is killed.
import { recordingLog } from '#kit/recording-log';
import { openStore } from '#store';

try {
  await openStore({ ...(JSON.parse(process.argv[2] ?? '{}') as { dataDir: string }), log: recordingLog() });
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
