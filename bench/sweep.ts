// What it costs to look at all repositories of an organisation, and how that grows: requests by kind, points, writes,
// time on this simulator, and memory. `npm run bench:sweep -- 100 1000 10000`
// With `npm run with-postgres -- npm run bench:sweep -- 10000` the memory is Mainstay's own, without the database.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askControl, sweepAnswer, sweepRequest } from '#control';
import { startProcess, type MainstayProcess } from '#kit/process';
import { APP_ID, ended, forked, machine, SECRET, table } from './surroundings.ts';

const SIZES = process.argv.slice(2).map(Number);
const DRIFTS = [0, 0.01, 0.1];
/** Above this, only how the sweep itself grows. */
const MOST_DRIFTED = 10_000;
/** Longer than a page takes to be planned. */
const QUIET_MS = 6_000;
const IDLE_MS = 8_000;

type Told = {
  readonly byKind: Readonly<Record<string, number>>;
  readonly points: number;
  readonly writes: number;
  readonly loose: number;
  readonly first: number;
  readonly last: number;
};
type Row = Told & { readonly what: string; readonly repositories: number; readonly mb: number | null };

const rows: Row[] = [];
for (const size of SIZES.length > 0 ? SIZES : [100, 1_000, 10_000]) await measure(size);
console.log(`\n${inAll()}\n\n${machine()}.`);

async function measure(repositories: number): Promise<void> {
  const child = forked('large-github.ts', [String(APP_ID), SECRET, String(repositories)]);
  const dataDir = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
  let mainstay: MainstayProcess | null = null;
  try {
    const github = await heard<{ url: string; privateKey: string }>(child);
    const databaseUrl = process.env['TEST_DATABASE_URL'];
    const where = { dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) };
    const settings = { github, appId: APP_ID, secret: SECRET, where };
    mainstay = await startProcess(settings);
    add({ what: 'the first', repositories, mb: null, ...(await quiet()) });
    // A process that made the folder keeps the memory which that took.
    await mainstay.stop();
    mainstay = await startProcess(settings);
    await pause(IDLE_MS);
    await asked();
    const idle = await resident(mainstay.pid);
    for (const drift of repositories > MOST_DRIFTED ? [0] : DRIFTS) {
      if (drift > 0) child.send({ drift });
      const peak = watchPeak(mainstay.pid);
      await swept(dataDir);
      const told = await quiet();
      if (told.loose > 0) throw new Error(`${told.loose} repositories were left loose`);
      add({ what: `${drift * 100} % drifted`, repositories, mb: (await peak()) - idle, ...told });
    }
  } finally {
    await mainstay?.kill();
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  }

  async function asked(): Promise<Told> {
    const answer = heard<Told>(child);
    child.send({});
    return answer;
  }

  /** What was requested until nothing more came for a while. */
  async function quiet(): Promise<Told> {
    let all: Told = { byKind: {}, points: 0, writes: 0, loose: 0, first: 0, last: 0 };
    for (;;) {
      await pause(QUIET_MS);
      const told = await asked();
      if (told.first === 0 && all.first > 0) return { ...all, loose: told.loose };
      all = together(all, told);
    }
  }
}

/** What the other process says next. Rejects where it ends instead. */
async function heard<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController();
  try {
    const ended = once(child, 'exit', { signal: over.signal }).then(() => {
      throw new Error('the simulated GitHub has ended');
    });
    const [said] = (await Promise.race([once(child, 'message', { signal: over.signal }), ended])) as [T];
    ended.catch(() => undefined);
    return said;
  } finally {
    over.abort();
  }
}

function together(all: Told, told: Told): Told {
  const byKind: Record<string, number> = { ...all.byKind };
  for (const [kind, count] of Object.entries(told.byKind)) byKind[kind] = (byKind[kind] ?? 0) + count;
  return {
    byKind,
    points: all.points + told.points,
    writes: all.writes + told.writes,
    loose: told.loose,
    first: all.first || told.first,
    last: told.last || all.last,
  };
}

async function swept(dataDir: string): Promise<void> {
  const request = sweepRequest.parse({ verb: 'sweep', org: 'acme' });
  const answer = await askControl({ dataDir, request, answer: sweepAnswer });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
}

async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Looks every fifth of a second; answers the most there was. */
function watchPeak(pid: number): () => Promise<number> {
  let peak = 0;
  const timer = setInterval(() => void resident(pid).then((now) => (peak = Math.max(peak, now))), 200);
  return async () => {
    clearInterval(timer);
    return Math.max(peak, await resident(pid));
  };
}

function add(row: Row): void {
  rows.push(row);
  console.log(`${row.repositories}, ${row.what}: ${JSON.stringify(row.byKind)}`);
}

function inAll(): string {
  const head = [
    'repositories',
    'sweep',
    'pages',
    'texts',
    'other',
    'in all',
    'each',
    'points',
    'writes',
    's',
    'MB more',
  ];
  const body = rows.map((row) => {
    const { Sweep: pages = 0, Texts: texts = 0, token = 0, ...others } = row.byKind;
    const all = Object.values(row.byKind).reduce((sum, count) => sum + count, 0) - token;
    const seconds = ((row.last - row.first) / 1000).toFixed(0);
    const more = Object.keys(others).reduce((sum, kind) => sum + (others[kind] ?? 0), 0);
    const numbers = [pages, texts, more, all, (all / row.repositories).toFixed(3), row.points, row.writes];
    const memory = row.mb === null ? '' : row.mb.toFixed(0);
    return [String(row.repositories), row.what, ...numbers.map(String), seconds, memory];
  });
  return table([head, ...body]);
}
