import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** A PostgreSQL of one's own: on loopback, in a temporary folder, without care for a power cut. */
export interface Postgres {
  readonly url: string;
  /** Shuts it down as an administrator does: connections are cut, and the next ones refused. */
  stop(): Promise<void>;
  /** Starts it again on the same address and data. */
  start(): Promise<void>;
  /** Ends it and takes its folder away. */
  end(): Promise<void>;
}

const run = promisify(execFile);
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const SMALL = [
  'shared_buffers=32MB',
  'max_connections=150',
  'unix_socket_directories=',
  'logging_collector=off',
];

/** Throws in one line where no server is installed. */
export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  const owner = await ownerOfServer();
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-postgres-'));
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
  const [file, ...args] = commandAs(owner, join(bin, 'initdb'), [
    ...['--pgdata', join(folder, 'data'), '--username', 'mainstay', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
  ]);
  await run(file, args, { cwd: folder });
  const port = await freePort();
  const url = `postgres://mainstay@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;
  async function stop(): Promise<void> {
    if (server?.exitCode === null && server.signalCode === null) {
      const exit = once(server, 'exit');
      server.kill('SIGINT');
      await exit;
    }
    server = null;
  }
  async function start(): Promise<void> {
    const settings = [...CARELESS, ...SMALL, 'listen_addresses=127.0.0.1', `port=${port}`];
    const options = ['-D', join(folder, 'data'), ...settings.flatMap((one) => ['-c', one])];
    const [program, ...more] = commandAs(owner, join(bin, 'postgres'), options);
    server = spawn(program, more, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await answers(url, server);
  }
  await start();
  return {
    url,
    stop,
    start,
    end: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the server's programs. Debian keeps them outside the path, a folder for each version. */
export function programs(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newest = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((one) => join(debian, one, 'bin'));
  const folders = [...newest, ...(process.env['PATH'] ?? '').split(':')];
  const found = folders.find((one) => existsSync(join(one, 'initdb')) && existsSync(join(one, 'postgres')));
  if (found === undefined) {
    throw new Error(
      'There is no PostgreSQL server here (initdb, postgres): install one, such as the package postgresql.',
    );
  }
  return found;
}

type Owner = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root: then it is `nobody`. Null: whoever we are. */
async function ownerOfServer(): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => run('id', [flag, 'nobody'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** On Linux the server also ends when this process does, however it does. */
function commandAs(owner: Owner | null, file: string, args: readonly string[]): [string, ...string[]] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((one) => existsSync(one));
  if (setpriv === undefined && owner !== null) throw new Error('As root this needs setpriv, of util-linux.');
  if (setpriv === undefined) return [file, ...args];
  const as =
    owner === null
      ? []
      : [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--inh-caps=-all'];
  return [setpriv, ...as, '--pdeathsig=QUIT', file, ...args];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const AGAIN_MS = 50;

/** Resolves when the server takes connections. Rejects with what it said where it ends instead. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const said: string[] = [];
  server.stderr?.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    if (said.length > 100) said.shift();
  });
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at its start:\n${said.join('')}`);
    if (await takesConnections(url)) return;
    await pause(AGAIN_MS);
  }
}

async function takesConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
