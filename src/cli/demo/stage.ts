import { randomBytes } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Running } from '#main';
import { readSettings, type Settings } from '#settings';
import type { Simulator } from '#simulator';
import type { Parts } from './load-parts.ts';
import { APP, buildWorld } from './world.ts';

const SETTLES_WITHIN_MS = 30_000;

/** The simulated GitHub and the server in front of it, both running. */
export interface Stage {
  readonly github: Simulator;
  readonly mainstay: Running;
  readonly logFile: string;
  /** Resolves when every webhook was answered and nothing is left to do; rejects when that takes too long. */
  settled(): Promise<void>;
  /** Ends both and removes their folder. Answers the log's path where it is kept. */
  close(options: { readonly keepLog: boolean }): Promise<string | null>;
}

/** Starts both on loopback, with a temporary folder for the embedded database and the log. */
export async function openStage(parts: Parts): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-demo-'));
  const webhookSecret = randomBytes(24).toString('hex');
  const github = await parts.startSimulator({ ...APP, webhookSecret });
  buildWorld(github.world);
  try {
    return await openServer(parts, { github, folder, webhookSecret });
  } catch (error) {
    await github.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

type Ground = { readonly github: Simulator; readonly folder: string; readonly webhookSecret: string };

async function openServer({ start }: Parts, { github, folder, webhookSecret }: Ground): Promise<Stage> {
  const logFile = join(folder, 'mainstay.log');
  const log = createWriteStream(logFile);
  const mainstay = await start(settingsFor(github, webhookSecret, folder), { logTo: log });
  github.hookTo(`${mainstay.url}/api/github/webhooks`);
  return {
    github,
    mainstay,
    logFile,
    settled: () => within(SETTLES_WITHIN_MS, settle(github, mainstay)),
    close: async ({ keepLog }) => {
      await mainstay.stop();
      await github.close();
      await ended(log);
      await rm(keepLog ? join(folder, 'data') : folder, { recursive: true, force: true });
      return keepLog ? logFile : null;
    },
  };
}

/** The environment a person would set, read as `npm start` reads it. */
function settingsFor(github: Simulator, webhookSecret: string, folder: string): Settings {
  const answer = readSettings(
    {
      APP_ID: String(APP.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      MAINSTAY_DATA_DIR: 'data',
      MAINSTAY_WRITE_INTERVAL_MS: '0',
    },
    folder,
  );
  if (answer.ok) return answer.settings;
  throw new Error(answer.problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; '));
}

/** A run may cause webhooks and a webhook a run: quiet is when a whole round brings neither. */
async function settle(github: Simulator, mainstay: Running): Promise<void> {
  for (;;) {
    const before = [github.deliveries.length, github.exchanges.length].join();
    await github.delivered();
    await mainstay.idle();
    await github.delivered();
    if ([github.deliveries.length, github.exchanges.length].join() === before) return;
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const words = `Mainstay was still busy after ${milliseconds / 1000} seconds`;
  const timer = setTimeout(() => reject(new Error(words)), milliseconds);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function ended(stream: WriteStream): Promise<void> {
  stream.end();
  return finished(stream);
}
