import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What Mainstay is told by its environment, as somebody sets it who runs it. */
export type ProcessSettings = {
  readonly github: { readonly url: string; readonly privateKey: string };
  readonly appId: number;
  readonly secret: string;
  readonly where: { readonly databaseUrl?: string; readonly dataDir: string };
  /** Another script than Mainstay's own, with its arguments. */
  readonly script?: readonly string[];
};

/** Mainstay as a process of its own, as `mainstay start` makes one. */
export interface MainstayProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<unknown>;
  /** Ends it on the spot: it is not asked and can do nothing more. */
  kill(): Promise<void>;
  /** Asks it to stop, and answers its exit code. */
  stop(): Promise<number | null>;
}

const MAINSTAY = join(import.meta.dirname, '../../bin/mainstay.js');

/** Resolves when it listens. Rejects with what it said where it ended before that. */
export async function startProcess(settings: ProcessSettings): Promise<MainstayProcess> {
  // In its data folder no `.env` of a checkout is found.
  const child = spawn(process.execPath, settings.script ?? [MAINSTAY, 'start'], {
    cwd: settings.where.dataDir,
    env: environmentOf(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const url = await listening(child, exit);
  return {
    url,
    pid: child.pid ?? 0,
    ended: exit,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
      return child.exitCode;
    },
  };
}

function environmentOf({ github, appId, secret, where }: ProcessSettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    APP_ID: String(appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: secret,
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: '0',
    MAINSTAY_DATA_DIR: where.dataDir,
    MAINSTAY_WRITE_INTERVAL_MS: '0',
    ...(where.databaseUrl === undefined ? {} : { DATABASE_URL: where.databaseUrl }),
  };
}

/** Reads the log to its end, so that the process never waits for a reader. */
function listening(child: ChildProcess, exit: Promise<unknown>): Promise<string> {
  const said: string[] = [];
  let isUp = false;
  child.stderr?.on('data', (chunk: Buffer) => void said.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      if (isUp) return;
      said.push(`${line}\n`);
      isUp = line.includes('"msg":"Mainstay listens"');
      if (isUp) resolve((JSON.parse(line) as { url: string }).url);
    });
    void exit.then(() => reject(new Error(`Mainstay ended before it listened:\n${said.join('')}`)));
  });
}
