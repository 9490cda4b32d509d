// How long Mainstay takes to be ready, and how much memory it holds when it has nothing to do. `npm run bench:start`
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess } from '#kit/process';
import { APP_ID, machine, median, openSurroundings, SECRET, table } from './surroundings.ts';

const ROUNDS = 3;
const REPOSITORIES = 20;
/** Long enough to have looked at all repositories, and to be done with it. */
const IDLE_MS = 5_000;

type Started = { readonly seconds: number; readonly idle: number; readonly peak: number };

const surroundings = await openSurroundings(REPOSITORIES);
const first: Started[] = [];
const again: Started[] = [];
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const dataDir = await surroundings.folder();
    first.push(await started(dataDir));
    again.push(await started(dataDir));
  }
  console.log(`${inAll()}\n\n${machine()}; medians of ${ROUNDS}.`);
} finally {
  await surroundings.close();
}

async function started(dataDir: string): Promise<Started> {
  const begun = performance.now();
  const { github } = surroundings;
  const mainstay = await startProcess({ github, appId: APP_ID, secret: SECRET, where: { dataDir } });
  const ready = await fetch(`${mainstay.url}/readyz`);
  if (!ready.ok) throw new Error(`/readyz answered ${ready.status}`);
  const seconds = (performance.now() - begun) / 1000;
  await pause(IDLE_MS);
  const status = await readFile(`/proc/${mainstay.pid}/status`, 'utf8').catch(() => '');
  await mainstay.stop();
  return { seconds, idle: megabytes(status, 'VmRSS'), peak: megabytes(status, 'VmHWM') };
}

/** From Linux's account of a process; not a number elsewhere. */
function megabytes(status: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}

function inAll(): string {
  const rows = Object.entries({ 'on an empty data folder': first, 'on one that is there': again }).map(
    ([name, all]) => [
      name,
      median(all.map(({ seconds }) => seconds)).toFixed(1),
      median(all.map(({ idle }) => idle)).toFixed(0),
      median(all.map(({ peak }) => peak)).toFixed(0),
    ],
  );
  return table([['start', 'ready after s', 'idle MB', 'peak MB'], ...rows]);
}
