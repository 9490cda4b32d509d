import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSimulator, type Simulator } from '#simulator';
import { startBalancer, type Balancer } from '#kit/balancer';
import { createDatabase, ON_SERVER, type TestDatabase } from '#kit/database';
import { APP, SECRET } from '#kit/house';
import { startProcess, type MainstayProcess } from '#kit/process';
import { createOrganisation, doTwoHundredDeeds, type Deed } from '../crash/organisation.ts';

const onServer = ON_SERVER ? describe : describe.skip;

onServer('two processes on one PostgreSQL, behind one address', () => {
  let github: Simulator;
  let database: TestDatabase;
  let balancer: Balancer;
  const processes: MainstayProcess[] = [];

  beforeEach(async () => {
    github = await startSimulator({ ...APP, webhookSecret: SECRET });
    database = await createDatabase();
    balancer = await startBalancer();
    github.hookTo(`${balancer.url}/api/github/webhooks`);
  });
  afterEach(async () => {
    for (const one of processes.splice(0)) await one.kill();
    await balancer.close();
    await github.close();
    await database.drop();
  });

  async function start(): Promise<MainstayProcess> {
    const one = await startProcess({ github, ...APP, secret: SECRET, where: database.where });
    processes.push(one);
    return one;
  }

  test('may be exchanged one by one while events come: all are answered, each once', async () => {
    const before = await start();
    balancer.over([before.url]);
    createOrganisation(github);
    await quiet(github);
    const since = github.exchanges.length;
    github.webhooks.policy = () => 'hold';
    const deeds = doTwoHundredDeeds(github);
    github.webhooks.policy = () => 'send';
    // Else what a process finds when it starts would hide what a lost delivery should have told.
    github.faults = ({ path }) => (path === '/app/installations' ? NOT_FOUND : undefined);

    const flowing = flow(github);
    const after = await start();
    balancer.over([before.url, after.url]);
    await answered(deeds, 60);
    const code = await before.stop();
    balancer.over([after.url]);
    const third = await start();
    balancer.over([after.url, third.url]);
    const codeAfter = await after.stop();
    await flowing;
    await answered(deeds, deeds.length);
    await quiet(github);

    const statuses = github.deliveries.flatMap(({ attempts }) => attempts.map(({ status }) => status));
    expect([code, codeAfter]).toEqual([0, 0]);
    expect(statuses.filter((status) => status < 200 || status >= 300)).toEqual([]);
    expect(deeds.filter(({ isAnswered }) => !isAnswered()).map(({ what }) => what)).toEqual([]);
    expect(twice(github)).toEqual([]);
    expect(github.count({ since }).writes).toBeLessThanOrEqual(120);
  }, 180_000);
});

const NOT_FOUND = { status: 404, body: { message: 'Not Found' } };

/** Sends what is held a few at a time, in an order that mixes the kinds; the next ones when those were answered. */
async function flow(github: Simulator): Promise<void> {
  const guids: string[] = [];
  github.webhooks.release((held) => {
    // 119 and the number of them have no divisor in common, as in test/crash.
    guids.push(...held.map((_, index) => held[(index * 119) % held.length]!.guid));
    return [];
  });
  for (let at = 0; at < guids.length; at += 4) {
    for (const guid of guids.slice(at, at + 4)) github.redeliver(guid);
    await github.delivered();
    await pause(40);
  }
}

/** Gives up in the end, so that the test can say what is missing. */
async function answered(deeds: readonly Deed[], count: number): Promise<void> {
  for (let round = 0; round < 1_600; round++) {
    if (deeds.filter(({ isAnswered }) => isAnswered()).length >= count) return;
    await pause(25);
  }
}

/** Nothing is asked of GitHub for two seconds: longer than a poll of the queue. */
async function quiet(github: Simulator): Promise<void> {
  for (;;) {
    const before = [github.deliveries.length, github.exchanges.length].join();
    await github.delivered();
    await pause(2_000);
    if ([github.deliveries.length, github.exchanges.length].join() === before) return;
  }
}

/** What was said more than once of the same thing: comments under an issue, reports of the same words on a commit. */
function twice({ state }: Simulator): readonly string[] {
  return [...state.repositories.values()].flatMap((repository) => {
    const name = `${repository.owner}/${repository.name}`;
    const replies = [...repository.issues.values()].filter(
      ({ comments }) => comments.filter(({ author }) => author === 'mainstay[bot]').length > 1,
    );
    const runs = [...repository.checkRuns.values()].map(
      (run) => `${run.headSha} ${run.externalId} ${run.output.summary}`,
    );
    return [
      ...replies.map(({ number }) => `${name}#${number} was answered twice`),
      ...runs
        .filter((run, index) => runs.indexOf(run) !== index)
        .map((run) => `${name} was told twice: ${run}`),
    ];
  });
}
