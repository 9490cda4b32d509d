import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { start } from '#main';
import type { Settings } from '#settings';
import { createDatabase, type TestDatabase } from '#kit/database';
import { APP, SECRET, startHouse, type House } from '#kit/house';

describe('the server', () => {
  let house: House;

  beforeAll(async () => {
    house = await startHouse({ logLevel: 'trace' });
    house.github.world.addOrganisation('acme', { members: { owner: 'admin' } });
    house.github.world.createRepository('acme/api', { by: 'owner' });
  });
  afterAll(() => house.close());

  test('is ready when it has started', async () => {
    const answer = await fetch(`${house.mainstay().url}/readyz`);

    const { recovery, ...up } = (await answer.json()) as Record<string, unknown>;
    expect(up).toEqual({ ready: true, database: true, queue: true, github: 'ok', sweep: null });
    expect(recovery).toEqual({ at: null, upTo: null });
  });

  test('looks at every installation when it starts, for what happened while it was away', async () => {
    await house.mainstay().stop();
    house.github.world.installApp('acme', { by: 'owner' });
    await house.github.delivered();
    expect(patterns(house)).toEqual([]);

    await house.restart();
    await house.settled();

    expect(patterns(house)).toEqual(['main']);
  });

  test('writes no secret into its log, at any level', () => {
    const log = house.log();

    expect(log.split('\n').length).toBeGreaterThan(10);
    expect(log).not.toContain(SECRET);
    expect(log).not.toMatch(/ghs_|eyJ|BEGIN [A-Z ]*PRIVATE KEY/);
    for (const line of house.github.privateKey.split('\n').slice(1, -2)) expect(log).not.toContain(line);
  });

  test('stops once, however often it is asked', async () => {
    const running = house.mainstay();

    await Promise.all([running.stop(), running.stop()]);

    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow();
  });
});

function patterns({ github }: House): readonly string[] {
  return [...github.world.repository('acme/api').rules.values()].map((rule) => rule.pattern);
}

describe('a start that fails', () => {
  let database: TestDatabase;
  let silent: Server;

  beforeEach(async () => {
    database = await createDatabase();
    silent = createServer((_, answer) => answer.writeHead(503).end()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterEach(async () => {
    silent.close();
    await database.drop();
  });

  function settings(port: number): Settings {
    const { port: github } = silent.address() as AddressInfo;
    return {
      credentials: { ...APP, privateKey: 'never used', webhookSecrets: [SECRET] },
      githubUrl: `http://127.0.0.1:${github}`,
      host: '127.0.0.1',
      port,
      logLevel: 'silent',
      webhookProxyUrl: null,
      databaseUrl: database.where.databaseUrl ?? null,
      dataDir: database.where.dataDir,
      writeIntervalMs: 0,
      sweepHours: 6,
      keepDays: 365,
    };
  }

  test('because the port is taken says so, and leaves the database to the next', async () => {
    const { port } = silent.address() as AddressInfo;

    await expect(start(settings(port))).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is already in use\./);

    const running = await start(settings(0));
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    await running.stop();
  });

  test('is not caused by a GitHub that does not answer', async () => {
    const running = await start(settings(0));

    await running.idle();

    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    await running.stop();
  });
});
