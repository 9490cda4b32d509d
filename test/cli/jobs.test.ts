import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHouse, type House } from '#kit/house';
import { ON_SERVER } from '#kit/database';

const BIN = join(import.meta.dirname, '../../bin/mainstay.js');
let house: House;
let dataDir: string;
let databaseUrl: string | null;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mainstay-jobs-'));
  // On a PostgreSQL the data folder holds the socket alone; the embedded database brings a folder of its own.
  house = await startHouse(ON_SERVER ? { settings: { dataDir } } : {});
  ({ dataDir, databaseUrl } = house.settings);
  const { world } = house.github;
  world.addOrganisation('acme', { members: { olivia: 'admin' } });
  world.createRepository('acme/api', { by: 'olivia' });
  world.createRepository('acme/web', { by: 'olivia' });
});
afterAll(async () => {
  await house.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Said = { readonly out: string; readonly error: string; readonly code: number };

/** The command line as a person types it, in a folder without a `.env`. */
async function mainstay(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', MAINSTAY_DATA_DIR: dataDir, ...env },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()));
  await once(child, 'close');
  return { ...said, code: child.exitCode ?? -1 };
}

type Listed = {
  readonly parked: readonly { readonly id: string; readonly key: string; readonly tries: number }[];
};

async function listed(): Promise<Listed> {
  return JSON.parse((await mainstay(['jobs', '--format', 'json'])).out) as Listed;
}

/** GitHub fails for as long as everything takes to be tried for the last time. */
async function whileGithubFails(act: () => unknown): Promise<void> {
  house.github.faults = ({ path }) => (path === '/graphql' ? UNUSABLE : undefined);
  act();
  await house.settled();
  house.github.faults = undefined;
}

const UNUSABLE = { status: 200, body: {} };

function isProtected(name: string): boolean {
  return house.github.world.repository(name).rules.size > 0;
}

describe('mainstay jobs', () => {
  test('says that nothing is parked, and ends with 0', async () => {
    expect(await mainstay(['jobs'])).toEqual({
      out: '0 parked, 0 waiting (0 of them due), 0 running\n',
      error: '',
      code: 0,
    });
  });

  test('shows what failed for good, lets one run again by its id, then all', async () => {
    house.github.webhooks.policy = ({ event }) => (event === 'push' ? 'send' : 'drop');
    house.github.world.installApp('acme', { by: 'olivia' });
    await whileGithubFails(() => {
      for (const name of ['acme/api', 'acme/web']) {
        house.github.world.push(name, { by: 'olivia', files: { 'a.txt': 'a' } });
      }
    });

    const text = await mainstay(['jobs']);
    const before = await listed();
    const web = before.parked.find(({ key }) => key === 'repo:acme/web');
    const one = await mainstay(['jobs', 'retry', web?.id ?? '']);
    await house.settled();
    const between = [isProtected('acme/web'), isProtected('acme/api')];
    const rest = await mainstay(['jobs', 'retry', '--all']);
    await house.settled();

    expect(text.code).toBe(1);
    expect(text.out).toContain('2 parked, 0 waiting (0 of them due), 0 running');
    expect(text.out).toMatch(
      /repo:acme\/web\n {2}id +[0-9a-f-]{36}\n {2}since .*, after 4 tries\n {2}error /,
    );
    expect(before.parked).toHaveLength(2);
    expect(web).toMatchObject({ tries: 4, error: expect.stringContaining("GitHub's answer cannot be used") });
    expect(one).toEqual({ out: 'repo:acme/web runs again\n', error: '', code: 0 });
    expect(between).toEqual([true, false]);
    expect(rest).toEqual({ out: 'repo:acme/api runs again\n', error: '', code: 0 });
    expect(isProtected('acme/api')).toBe(true);
    expect((await listed()).parked).toEqual([]);
  });

  test('ends with 1 where no parked job has the id, and with 0 where there is nothing to run again', async () => {
    expect(await mainstay(['jobs', 'retry', '7'])).toEqual({
      out: '',
      error: 'mainstay jobs: no parked job has the id 7\n',
      code: 1,
    });
    expect(await mainstay(['jobs', 'retry', '--all'])).toEqual({
      out: 'Nothing is parked.\n',
      error: '',
      code: 0,
    });
  });

  test.each([
    [['jobs', 'stop']],
    [['jobs', '--format', 'xml']],
    [['jobs', '--all']],
    [['jobs', 'retry']],
    [['jobs', 'retry', 'one', '--all']],
    [['jobs', 'retry', 'one', 'two']],
    [['jobs', '--loud']],
  ])('does not take %j: it shows the usage and ends with 2', async (args) => {
    const { out, error, code } = await mainstay(args);

    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(error).toMatch(/^mainstay jobs: .+\n\nUsage:\n {2}mainstay jobs /);
  });

  test('--help shows the usage and ends with 0', async () => {
    const { out, code } = await mainstay(['jobs', '--help']);

    expect(code).toBe(0);
    expect(out).toContain('mainstay jobs retry ID|--all');
  });
});

describe('where no server runs', () => {
  let empty: string;

  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), 'mainstay-none-'));
  });
  afterAll(() => rmSync(empty, { recursive: true }));

  test('it says so in one line and ends with 2, and makes nothing in the folder', async () => {
    const { out, error, code } = await mainstay(['jobs'], { MAINSTAY_DATA_DIR: empty });

    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(error).toBe(
      `mainstay jobs: no server runs on the data folder ${empty}: start it, or say in MAINSTAY_DATA_DIR where it keeps its data\n`,
    );
  });

  test('a PostgreSQL that cannot be reached is one line as well', async () => {
    const env = { MAINSTAY_DATA_DIR: empty, DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:1/x' };

    const { error, code } = await mainstay(['jobs'], env);

    expect(code).toBe(2);
    expect(error).toMatch(/^mainstay jobs: The PostgreSQL of DATABASE_URL cannot be used: .+\n$/);
    expect(error).not.toContain('hunter2');
  });

  (ON_SERVER ? test : test.skip)('the jobs lie in PostgreSQL, where the other servers work on', async () => {
    await whileGithubFails(() => {
      house.github.world.push('acme/api', { by: 'olivia', files: { 'b.txt': 'b' } });
    });
    const env = { MAINSTAY_DATA_DIR: empty, DATABASE_URL: databaseUrl ?? '' };

    const list = await mainstay(['jobs'], env);
    const retried = await mainstay(['jobs', 'retry', '--all'], env);
    await house.settled();

    expect(list.out).toContain('repo:acme/api');
    expect(retried.out).toBe('repo:acme/api runs again\n');
    expect((await house.mainstay().depth()).parked).toBe(0);
  });
});
