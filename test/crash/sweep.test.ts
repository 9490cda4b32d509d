import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startSimulator, type Exchange, type Simulator } from '#simulator';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { APP, SECRET } from '#kit/house';
import { startProcess, type MainstayProcess } from '#kit/process';

const REPOSITORIES = 120;
let github: Simulator;
let database: TestDatabase;
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

async function start(): Promise<MainstayProcess> {
  mainstay = await startProcess({ github, ...APP, secret: SECRET, where: database.where });
  return mainstay;
}

function until(isSo: (exchange: Exchange) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = github.onExchange((exchange) => {
      if (!isSo(exchange)) return;
      stop();
      resolve();
    });
  });
}

/** GitHub's cursors of the pages that were asked for. */
function pages(): readonly unknown[] {
  return github.exchanges
    .filter(({ operation }) => operation === 'Sweep')
    .map(({ requestBody }) => (requestBody as { variables: { after: unknown } }).variables.after);
}

function unprotected(): number {
  return [...github.state.repositories.values()].filter(({ rules }) => rules.size === 0).length;
}

test(
  'a sweep whose process is killed in the middle goes on where it was, and finds everything',
  async () => {
    const { world } = github;
    world.addOrganisation('acme', { members: { olivia: 'admin' } });
    for (let n = 0; n < REPOSITORIES; n += 1) {
      world.createRepository(`acme/r${n}`, { by: 'olivia', visibility: 'public' });
    }
    world.installApp('acme', { by: 'olivia' });

    const third = until(() => pages().length >= 3);
    const first = await start();
    await third;
    await first.kill();
    const before = pages().length;
    const done = until(() => unprotected() === 0);
    await start();
    await done;

    const [beginning, ...after] = pages().slice(before);
    expect(beginning).not.toBeNull();
    expect(after).not.toContain(null);
    expect(new Set(pages()).size).toBeGreaterThanOrEqual(pages().length - 1);
  },
  // Where other processes may share the database, a dead one is only known by its silence.
  ON_SERVER ? 400_000 : 120_000,
);
