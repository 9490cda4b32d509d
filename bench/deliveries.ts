// Deliveries accepted per second and the time to answer: Mainstay with its embedded database, beside a bare Probot
// that does nothing with them, by turns on one machine. `npm run bench:deliveries`
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { WEBHOOK_EXAMPLES } from '#kit/webhook-examples';
import { startProcess } from '#kit/process';
import { load, signed, type Body, type Loaded } from './load.ts';
import { APP_ID, ended, forked, machine, median, openSurroundings, SECRET, table } from './surroundings.ts';

const ROUNDS = 3;
const REPOSITORIES = 20;
const BYTES = 8_000;
const LOAD = { event: 'push', connections: 10 };
const WARM_UP = { lasting: 1_000, most: 2_000 };
const MEASURED = { lasting: 4_000, most: 20_000 };

type Subject = 'bare Probot' | 'Mainstay';
type Running = { readonly url: string; readonly stop: () => Promise<void> };

const surroundings = await openSurroundings(REPOSITORIES);
const bodies = Array.from({ length: REPOSITORIES }, (_, index) => signed(pushTo(`repo-${index}`), SECRET));
const results: Record<Subject, Loaded[]> = { 'bare Probot': [], Mainstay: [] };
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    results['bare Probot'].push(await measured('bare Probot', bareProbot));
    results.Mainstay.push(await measured('Mainstay', wholeMainstay));
  }
  console.log(`\n${inAll()}\n\n${machine()}; medians of ${ROUNDS} rounds by turns.`);
} finally {
  await surroundings.close();
}

async function measured(name: Subject, start: () => Promise<Running>): Promise<Loaded> {
  const server = await start();
  try {
    const on: { url: string; bodies: readonly Body[] } = { url: `${server.url}/api/github/webhooks`, bodies };
    await load({ ...LOAD, ...WARM_UP, ...on });
    const loaded = await load({ ...LOAD, ...MEASURED, ...on });
    console.log(`${name}: ${loaded.accepted} accepted, ${loaded.refused} refused`);
    return loaded;
  } finally {
    await server.stop();
  }
}

async function bareProbot(): Promise<Running> {
  const port = await freePort();
  const child = forked('bare-probot.ts', [String(APP_ID), surroundings.github.privateKey, SECRET], port);
  await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: () => ended(child) };
}

/** With all that is behind it: the database, the queue, and the runs that look at the repositories meanwhile. */
async function wholeMainstay(): Promise<Running> {
  const mainstay = await startProcess({
    github: surroundings.github,
    appId: APP_ID,
    secret: SECRET,
    where: { dataDir: await surroundings.folder() },
  });
  return { url: mainstay.url, stop: () => mainstay.kill() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A push that GitHub really sent, to one of our repositories, with commits up to the usual size. */
function pushTo(name: string): unknown {
  const example = WEBHOOK_EXAMPLES.find(
    (one) => one.name === 'push' && 'head_commit' in one.payload,
  )?.payload;
  const repository = {
    ...(example?.['repository'] as object),
    name,
    full_name: `acme/${name}`,
    default_branch: 'main',
  };
  const installation = { id: surroundings.github.installation };
  const payload = { ...example, ref: 'refs/heads/main', repository, installation, commits: [] as unknown[] };
  while (JSON.stringify(payload).length < BYTES) payload.commits.push(payload.commits[0] ?? commit());
  return payload;
}

function commit(): unknown {
  const author = { name: 'Olivia', email: 'olivia@example.com', username: 'olivia' };
  const modified = ['src/index.ts', 'src/settings.ts', 'test/index.test.ts'];
  return {
    id: 'c0ffee'.padEnd(40, '0'),
    message: 'Say it more simply',
    author,
    added: [],
    removed: [],
    modified,
  };
}

function inAll(): string {
  const base = median(results['bare Probot'].map(({ perSecond }) => perSecond));
  const rows = (Object.keys(results) as Subject[]).map((name) => {
    const perSecond = median(results[name].map((one) => one.perSecond));
    const times = [0.5, 0.99].map((share) =>
      median(results[name].map((one) => quantile(one, share))).toFixed(1),
    );
    return [name, perSecond.toFixed(0), ...times, (perSecond / base).toFixed(2)];
  });
  return table([['', 'accepted/s', 'p50 ms', 'p99 ms', 'ratio'], ...rows]);
}

function quantile({ times }: Loaded, share: number): number {
  return times[Math.floor(times.length * share)] ?? Number.NaN;
}
