import { setTimeout as pause } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { start, type Overrides, type Running } from '#main';
import type { Settings } from '#settings';
import { startSimulator, type Counts, type Exchange, type Permissions, type Simulator } from '#simulator';
import { APP_KEY } from '#kit/app-key';
import { checkExchange } from '#kit/contract';
import { createDatabase } from '#kit/database';

export const SECRET = 'a-secret-of-the-webhook';
export const APP = { appId: 4711, appSlug: 'mainstay' };

/** A line of the log, as pino wrote it. `level` 50 and above is an error. */
export type LogLine = { readonly level: number; readonly msg: string } & Readonly<Record<string, unknown>>;

/** Mainstay as in production, with a small GitHub in front of it. */
export type House = {
  readonly github: Simulator;
  readonly settings: Settings;
  /** The running server; another one after `restart`. */
  mainstay(): Running;
  /** Resolves when every webhook was answered and nothing is left to be done, retries included. */
  settled(): Promise<void>;
  /** What `act` cost in requests to GitHub, all its consequences included. */
  cost(act: () => unknown): Promise<Counts>;
  /** All that was logged, one JSON text a line. */
  log(): string;
  lines(): readonly LogLine[];
  /** What the exchanges since the last call have against GitHub's own description, or ask of it in vain. */
  newViolations(): readonly string[];
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type HouseOptions = Overrides & {
  readonly permissions?: Permissions;
  readonly logLevel?: Settings['logLevel'];
  readonly settings?: Partial<Settings>;
};

const QUICK = { tries: 4, firstMs: 20, longestMs: 200 };

/** Starts both on loopback, over real HTTP, with a database of its own. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const { permissions, logLevel = 'info', settings: changed, ...overrides } = options;
  const asked = permissions ? { permissions } : {};
  const github = await startSimulator({ ...APP, privateKey: APP_KEY, webhookSecret: SECRET, ...asked });
  const database = await createDatabase();
  const written = recording();
  const settings: Settings = {
    credentials: { appId: APP.appId, privateKey: github.privateKey, webhookSecrets: [SECRET] },
    githubUrl: `${github.url}/api/v3`,
    host: '127.0.0.1',
    port: 0,
    logLevel,
    webhookProxyUrl: null,
    databaseUrl: database.where.databaseUrl ?? null,
    dataDir: database.where.dataDir,
    writeIntervalMs: 0,
    sweepHours: 6,
    keepDays: 365,
    ...changed,
  };
  async function open(): Promise<Running> {
    const running = await start(settings, { retry: QUICK, logTo: written.stream, ...overrides });
    github.hookTo(`${running.url}/api/github/webhooks`);
    return running;
  }
  let running = await open();
  function settle(): Promise<void> {
    return settled(github, () => running);
  }
  return {
    github,
    settings,
    mainstay: () => running,
    settled: settle,
    cost: async (act) => {
      await settle();
      const since = github.exchanges.length;
      await act();
      await settle();
      return github.count({ since });
    },
    log: written.text,
    lines: () =>
      written
        .text()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LogLine),
    newViolations: createContractCheck(github),
    async restart() {
      await running.stop();
      running = await open();
    },
    async close() {
      await running.stop();
      await github.close();
      await database.drop();
    },
  };
}

function recording(): { readonly stream: Writable; readonly text: () => string } {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => lines.join('') };
}

/** Rounds of a few milliseconds: longer than a retry or a wait that GitHub asks for in these tests. */
const PATIENCE = 160;

/** A run may cause webhooks and a webhook a run: quiet is when a whole round brings neither. */
async function settled(github: Simulator, mainstay: () => Running): Promise<void> {
  let quiet = 0;
  for (;;) {
    const before = [github.deliveries.length, github.exchanges.length].join();
    await github.delivered();
    await mainstay().idle();
    await github.delivered();
    const { waiting, due, running } = await mainstay().depth();
    quiet = due + running === 0 ? quiet + 1 : 0;
    // A retry comes within `longestMs`; what waits longer waits for a time of its own, as an acceptance does.
    if (waiting > 0 && quiet < PATIENCE) await pause(10);
    else if ([github.deliveries.length, github.exchanges.length].join() === before) return;
  }
}

function createContractCheck(github: Simulator): () => readonly string[] {
  let seen = 0;
  return () => {
    const exchanges = github.exchanges.slice(seen);
    seen = github.exchanges.length;
    return exchanges.flatMap(violationsOf);
  };
}

function violationsOf(exchange: Exchange): readonly string[] {
  const { method, path, query, operation, unknown, unknownKeys, route } = exchange;
  const asked = `${method} ${path}`;
  const inVain = [
    ...(unknown ? [`${asked}: there is no such route`] : []),
    ...unknownKeys.map((key) => `${operation}: GitHub knows no "${key}" there`),
  ];
  if (route === 'graphql') return [...inVain, ...invalidQuery(exchange)];
  const search = new URLSearchParams(query).toString();
  const found = checkExchange({ ...exchange, path: search === '' ? path : `${path}?${search}` });
  return [...inVain, ...found.map((one) => `${asked}, ${one.side}${one.where}: ${one.message}`)];
}

/** GitHub's schema is held against a query by the simulated GitHub itself, which answers one that fails without data. */
function invalidQuery({ operation, status, responseBody }: Exchange): readonly string[] {
  if (status !== 200) return [];
  const body = responseBody as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly type?: string; readonly message: string }[];
  };
  const untyped = (body.errors ?? []).filter(({ type }) => type === undefined || type === 'NOT_SIMULATED');
  return untyped.map(({ message }) => `${operation}: ${message}`);
}
