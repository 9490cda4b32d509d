import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ON_SERVER } from '#kit/database';
import { startHouse, type House } from '#kit/house';
import { createProgress } from '../../src/cli/sweep/render-sweep.ts';

const BIN = join(import.meta.dirname, '../../bin/mainstay.js');
let house: House;
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mainstay-sweep-'));
  house = await startHouse(ON_SERVER ? { settings: { dataDir } } : {});
  ({ dataDir } = house.settings);
  const { world } = house.github;
  world.addOrganisation('acme', { members: { olivia: 'admin' } });
  for (let n = 0; n < 30; n += 1) world.createRepository(`acme/r${n}`, { by: 'olivia' });
  world.installApp('acme', { by: 'olivia' });
  await house.settled();
});
afterAll(async () => {
  await house.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function mainstay(args: readonly string[], env: Record<string, string> = {}) {
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

describe('mainstay sweep', () => {
  test('has the running server look at everything, and says what that came to', async () => {
    const { out, code } = await mainstay(['sweep', 'ACME']);

    expect(out).toMatch(/^acme: 30 repositories, all as the policy says; 2 requests, \d points\n$/);
    expect(code).toBe(0);
  });

  test('finds what GitHub never told of', async () => {
    house.github.webhooks.policy = () => 'drop';
    house.github.world.setProtection('acme/r7', {
      pattern: 'main',
      by: 'olivia',
      set: { adminsEnforced: false },
    });
    house.github.webhooks.policy = () => 'send';

    const { out } = await mainstay(['sweep']);
    await house.settled();

    expect(out).toContain('acme: 30 repositories, 1 get a look of their own, 1 of them a write');
    const [rule] = house.github.world.repository('acme/r7').rules.values();
    expect(rule?.settings.adminsEnforced).toBe(true);
  });

  test('says where the App is not installed', async () => {
    const { error, code } = await mainstay(['sweep', 'nowhere']);

    expect(error).toBe('mainstay sweep: the App is not installed on nowhere\n');
    expect(code).toBe(2);
  });

  test('says why a sweep could not begin', async () => {
    const { world } = house.github;
    world.addOrganisation('blind', { members: { olivia: 'admin' } });
    world.createRepository('blind/.github', { by: 'olivia' });
    world.installApp('blind', { by: 'olivia' });
    await house.settled();
    world.changePermissions('blind', { by: 'olivia', permissions: { metadata: 'read' } });
    await house.settled();

    const { out, code } = await mainstay(['sweep', 'blind']);

    expect(out).toMatch(/^blind: not swept: .*Resource not accessible by integration/);
    expect(code).toBe(1);
  });

  test('needs a running server', async () => {
    const { error, code } = await mainstay(['sweep'], { MAINSTAY_DATA_DIR: join(tmpdir(), 'nothing-here') });

    expect(error).toContain('no server runs on the data folder');
    expect(code).toBe(2);
  });
});

describe('its progress', () => {
  const HALF = { org: 'acme', done: 50, of: 100, since: '2026-11-24T06:00:00.000Z' };

  test('is a bar on a terminal, and gone in the end', () => {
    let shown = '';
    const progress = createProgress(true, (text) => (shown += text));

    progress.tell(HALF);
    progress.end();

    expect(shown).toBe(
      `\r\u001b[K[${'█'.repeat(15)}${'·'.repeat(15)}] acme: 50 of 100 repositories\r\u001b[K`,
    );
  });

  test('is a line for each step elsewhere', () => {
    let shown = '';
    const progress = createProgress(false, (text) => (shown += text));

    progress.tell(HALF);
    progress.tell({ ...HALF, done: 100 });
    progress.end();

    expect(shown).toBe('acme: 50 of 100 repositories\nacme: 100 of 100 repositories\n');
  });
});
