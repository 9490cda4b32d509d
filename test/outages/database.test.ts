import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator, type Simulator } from '#simulator';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { APP, SECRET } from '#kit/house';
import { startPostgres, type Postgres } from '#kit/postgres';
import { startProcess, type MainstayProcess } from '#kit/process';

/** What is taken down again after each test, the last first. */
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (let close = open.pop(); close; close = open.pop()) await close();
});

type Town = { readonly github: Simulator; readonly mainstay: MainstayProcess };

async function found(where: TestDatabase['where'], script?: readonly string[]): Promise<Town> {
  const github = await startSimulator({ ...APP, webhookSecret: SECRET });
  open.push(() => github.close());
  github.world.addOrganisation('acme', { members: { olivia: 'admin', mallory: 'admin' } });
  github.world.createRepository('acme/api', { by: 'olivia' });
  const settings = { github, ...APP, secret: SECRET, where };
  const mainstay = await startProcess(script === undefined ? settings : { ...settings, script });
  open.push(() => mainstay.kill());
  github.hookTo(`${mainstay.url}/api/github/webhooks`);
  github.world.installApp('acme', { by: 'olivia' });
  await until(() => isProtected(github));
  return { github, mainstay };
}

function isProtected({ world }: Simulator): boolean {
  return world.repository('acme/api').rules.size === 1;
}

/** Looks again and again, until it is so; the test's own time limit ends it otherwise. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50);
}

async function readyz({ mainstay }: Town) {
  const answer = await fetch(`${mainstay.url}/readyz`);
  return { status: answer.status, body: await answer.json() };
}

/** Mallory takes the rule away; answers how that delivery was answered. */
async function loosen({ github }: Town): Promise<number | undefined> {
  github.world.deleteProtection('acme/api', { pattern: 'main', by: 'mallory' });
  await github.delivered();
  return statusOf(github);
}

function statusOf({ deliveries }: Simulator): number | undefined {
  const last = deliveries.filter(({ event }) => event === 'branch_protection_rule').at(-1);
  return last?.attempts.at(-1)?.status;
}

/** As GitHub's log of deliveries lets one do. */
async function sendAgain({ github }: Town): Promise<number | undefined> {
  const last = github.deliveries.filter(({ event }) => event === 'branch_protection_rule').at(-1);
  github.redeliver(last!.guid);
  await github.delivered();
  return statusOf(github);
}

/** Deliveries fit into what the database's files have left, and then no more. */
async function fillUp({ github }: Town): Promise<void> {
  for (let refused = 0; refused < 5;) {
    github.world.push('acme/api', { by: 'olivia', files: { 'code.txt': String(github.deliveries.length) } });
    await github.delivered();
    const last = github.deliveries.filter(({ event }) => event === 'push').at(-1);
    refused = last?.attempts.at(-1)?.status === 503 ? refused + 1 : 0;
  }
}

const onServer = ON_SERVER ? describe : describe.skip;

onServer('a PostgreSQL that is shut down for a while', () => {
  async function postgres(): Promise<Postgres> {
    const server = await startPostgres();
    open.push(() => server.end());
    return server;
  }

  async function folder(): Promise<TestDatabase> {
    const database = await createDatabase();
    open.push(() => database.drop());
    return database;
  }

  test('has deliveries answered 503 and /readyz name it; when it is back all goes on by itself', async () => {
    const server = await postgres();
    const { where } = await folder();
    const town = await found({ ...where, databaseUrl: server.url });

    await server.stop();
    const refused = await loosen(town);
    const down = await readyz(town);
    const alive = (await fetch(`${town.mainstay.url}/healthz`)).status;
    await server.start();
    await until(async () => (await readyz(town)).status === 200);
    const taken = await sendAgain(town);
    await until(() => isProtected(town.github));

    expect(refused).toBe(503);
    expect(down).toMatchObject({ status: 503, body: { ready: false, database: false, queue: false } });
    expect(alive).toBe(200);
    expect(taken).toBe(202);
    expect(await town.mainstay.stop()).toBe(0);
  }, 60_000);

  test('in the midst of a run has that run done again, and what was accepted is not lost', async () => {
    const server = await postgres();
    const { where } = await folder();
    const town = await found({ ...where, databaseUrl: server.url });
    const reached = Promise.withResolvers<undefined>();
    town.github.faults = ({ path }) => {
      if (path !== '/graphql') return undefined;
      reached.resolve(undefined);
      return { delayMs: 1_500 };
    };

    const accepted = await loosen(town);
    await reached.promise;
    await server.stop();
    await pause(2_000);
    town.github.faults = undefined;
    await server.start();
    await until(() => isProtected(town.github));

    expect(accepted).toBe(202);
    expect(await town.mainstay.stop()).toBe(0);
  }, 60_000);
});

const embedded = ON_SERVER ? describe.skip : describe;

embedded('a disk that is full', () => {
  test('has deliveries answered 503 and /readyz say so; with space again all goes on by itself', async () => {
    const database = await createDatabase();
    open.push(() => database.drop());
    const flag = `${database.where.dataDir}/the-disk-is-full`;
    const script = [`${import.meta.dirname}/full-disk-child.ts`, flag];
    const town = await found(database.where, script);

    writeFileSync(flag, '');
    await fillUp(town);
    const refused = await loosen(town);
    const down = await readyz(town);
    const stillDown = await readyz(town);
    rmSync(flag);
    await until(async () => (await readyz(town)).status === 200);
    const taken = await sendAgain(town);
    await until(() => isProtected(town.github));

    expect(refused).toBe(503);
    expect(down).toMatchObject({ status: 503, body: { ready: false, database: false } });
    expect(stillDown.status).toBe(503);
    expect(taken).toBe(202);
  }, 60_000);
});
