// Opens the data folder given as its argument and says so, or why it could not; then stays until it is killed.
import { openStore } from '#store';
import { recordingLog } from '#kit/recording-log';

try {
  await openStore({ dataDir: process.argv[2] ?? '', log: recordingLog() });
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
