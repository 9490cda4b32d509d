import { Writable } from 'node:stream';
import { start, type Overrides, type Running } from '#main';
import type { Settings } from '#settings';
import { startSimulator, type Permissions, type Simulator } from '#simulator';
import { createDatabase } from '#kit/database';

export const SECRET = 'a-secret-of-the-webhook';
export const APP = { appId: 4711, appSlug: 'mainstay' };

/** Mainstay as in production, with a small GitHub in front of it. */
export type House = {
  readonly github: Simulator;
  /** The running server; another one after `restart`. */
  mainstay(): Running;
  /** Resolves when every webhook was answered and nothing is left to be done. */
  settled(): Promise<void>;
  /** All that was logged, one JSON text a line. */
  log(): string;
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
  const github = await startSimulator({
    ...APP,
    webhookSecret: SECRET,
    ...(permissions ? { permissions } : {}),
  });
  const database = await createDatabase();
  const lines: string[] = [];
  const logTo = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
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
    ...changed,
  };
  const open = async () => {
    const running = await start(settings, { retry: QUICK, logTo, ...overrides });
    github.hookTo(`${running.url}/api/github/webhooks`);
    return running;
  };
  let running = await open();
  return {
    github,
    mainstay: () => running,
    settled: () => settled(github, () => running),
    log: () => lines.join(''),
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

/** A run may cause webhooks and a webhook a run: quiet is when a whole round brings neither. */
async function settled(github: Simulator, mainstay: () => Running): Promise<void> {
  for (;;) {
    const before = [github.deliveries.length, github.exchanges.length].join();
    await github.delivered();
    await mainstay().idle();
    await github.delivered();
    if ([github.deliveries.length, github.exchanges.length].join() === before) return;
  }
}
