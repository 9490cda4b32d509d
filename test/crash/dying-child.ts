// Mainstay as `mainstay start` runs it, and killed at the moment it has stored so many deliveries: whoever watches
// from outside comes too late, when all of them are stored.
import { writeSync } from 'node:fs';
import { start } from '#main';
import { readSettings } from '#settings';

let left = Number(process.argv[2]);
const answer = readSettings(process.env, process.cwd());
if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
await start(answer.settings, {
  logTo: {
    write: (line) => {
      writeSync(1, line);
      if (line.includes('delivery stored')) left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
    },
  },
});
