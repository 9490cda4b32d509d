import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSimulator, type Delivery, type Simulator } from '#simulator';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { APP, SECRET } from '#kit/house';
import { startProcess, type MainstayProcess } from '#kit/process';
import { createOrganisation, doTwoHundredDeeds, type Deed } from './organisation.ts';

let github: Simulator;
let database: TestDatabase;
/** The process that runs now, or the last one. */
let mainstay: MainstayProcess | null = null;

beforeEach(async () => {
  github = await startSimulator({ ...APP, webhookSecret: SECRET });
  database = await createDatabase();
});
afterEach(async () => {
  await mainstay?.kill();
  await github.close();
  await database.drop();
});

/** Where other processes may share the database, a dead one is only known by its silence. */
const PATIENCE_MS = ON_SERVER ? 240_000 : 120_000;

test(
  'whatever was accepted is acted on, though the process is killed twice amid two hundred deliveries',
  async () => {
    createOrganisation(github);
    github.webhooks.policy = () => 'hold';
    const deeds = doTwoHundredDeeds(github);
    github.webhooks.policy = () => 'send';
    // Else the look at everything after a start, or at the log of deliveries, would find what was lost after all.
    github.faults = ({ path }) => (ELSEWHERE.includes(path) ? NOT_FOUND : undefined);

    const dying = await start([join(import.meta.dirname, 'dying-child.ts'), '40']);
    github.webhooks.release(mixed);
    await killedAfter(dying.ended);
    const acceptedFirst = accepted(deeds);
    const owedFirst = acceptedFirst.filter(isOwed);
    await start();
    sendAgain(deeds);
    await killedAfter(requests(60));
    const promised = accepted(deeds);
    const owedThen = promised.filter(isOwed);
    await start();
    await answered(promised);

    expect(deeds).toHaveLength(200);
    expect(acceptedFirst.length).toBeLessThan(50);
    expect(owedFirst.length).toBeGreaterThan(0);
    expect(owedThen.length).toBeGreaterThan(0);
    expect(promised.filter(isOwed).map(({ what }) => what)).toEqual([]);
  },
  PATIENCE_MS,
);

/** All kinds among the first: 119 and 200 have no divisor in common. */
function mixed(held: readonly Delivery[]): readonly Delivery[] {
  return held.map((_, index) => held[(index * 119) % held.length]).filter((one) => one !== undefined);
}

function isOwed({ isAnswered }: Deed): boolean {
  return !isAnswered();
}

const ELSEWHERE = ['/app/installations', '/app/hook/deliveries'];
const NOT_FOUND = { status: 404, body: { message: 'Not Found' } };

async function start(script?: readonly string[]): Promise<MainstayProcess> {
  const settings = { github, ...APP, secret: SECRET, where: database.where };
  mainstay = await startProcess(script === undefined ? settings : { ...settings, script });
  github.hookTo(`${mainstay.url}/api/github/webhooks`);
  return mainstay;
}

async function killedAfter(moment: Promise<unknown>): Promise<void> {
  await moment;
  await mainstay?.kill();
  await github.delivered();
}

function requests(count: number): Promise<void> {
  const enough = github.exchanges.length + count;
  return until(() => github.exchanges.length >= enough);
}

/** Looks at the world after each request that reaches it. */
function until(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = github.onExchange(look);
    function look(): void {
      if (!isSo()) return;
      stop();
      resolve();
    }
    look();
  });
}

function accepted(deeds: readonly Deed[]): readonly Deed[] {
  const good = github.deliveries.filter(({ attempts }) =>
    attempts.some(({ status }) => status >= 200 && status < 300),
  );
  const guids = new Set(good.map(({ guid }) => guid));
  return deeds.filter(({ delivery }) => guids.has(delivery));
}

/** As somebody does who looks through GitHub's list of deliveries that failed. */
function sendAgain(deeds: readonly Deed[]): void {
  const good = new Set(accepted(deeds));
  for (const deed of deeds) if (!good.has(deed)) github.redeliver(deed.delivery);
}

/** Gives up in the end, so that the test can say what is missing. */
async function answered(deeds: readonly Deed[]): Promise<void> {
  const done = new AbortController();
  const enough = until(() => deeds.every(({ isAnswered }) => isAnswered()));
  await Promise.race([enough, delay(PATIENCE_MS / 2, undefined, { signal: done.signal })]);
  done.abort();
}
