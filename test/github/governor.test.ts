import { describe, expect, test } from '@jest/globals';
import { RateLimited } from '#model';
import { githubLimits } from '../../src/github/governor/limits.ts';
import { QUERY, READ, writeCost } from '../../src/github/governor/request.ts';
import { fakeTime } from './fake-time.ts';
import { governed, type Governed, type Task } from './governed.ts';

const PUT = writeCost('PUT /repos/{owner}/{repo}/branches/{branch}/protection');
const LIVE_READ: Task = { cost: READ, priority: 'live' };
const SWEEP_READ: Task = { cost: READ, priority: 'sweep' };
const LIVE_QUERY: Task = { cost: QUERY, priority: 'live' };
const LIVE_WRITE: Task = { cost: PUT, priority: 'live' };
const SWEEP_WRITE: Task = { cost: PUT, priority: 'sweep' };
const SECOND = 1_000;

/** In how many milliseconds it is to come back; 0 where it was sent. */
async function sentAway(house: Governed, task: Task, now: number): Promise<number> {
  const limit = await limitOf(house, task);
  return limit === null ? 0 : limit.until.getTime() - now;
}

async function limitOf(house: Governed, task: Task): Promise<RateLimited | null> {
  const thrown: unknown = await house.once(task).then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown === null || thrown instanceof RateLimited) return thrown;
  throw new Error('not a limit', { cause: thrown });
}

/** A budget as the headers of an answer tell it. */
function headers(remaining: number, resetAt: number, resource = 'core') {
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetAt / SECOND),
    'x-ratelimit-resource': resource,
  };
}

describe('When GitHub answers with a secondary limit', () => {
  test('everything waits for as long as it says, live work as well, and that is told once', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null });
    const now = time.clock.now();

    await house.governor.limited('graphql', { kind: 'secondary', afterMs: 90 * SECOND });
    const waits = [];
    for (const task of [LIVE_QUERY, LIVE_READ, SWEEP_READ, LIVE_WRITE])
      waits.push(await sentAway(house, task, now));

    expect(waits).toEqual(Array(4).fill(90 * SECOND));
    expect(house.sent).toEqual([]);
    expect(house.told).toEqual(['GitHub asked this installation to wait; its work waits until then']);
  });

  test('without a time it is a minute, twice as long each time in a row, and never more than an hour', async () => {
    const time = fakeTime();
    const house = governed(time);
    const pauses: number[] = [];

    for (let times = 0; times < 8; times += 1) {
      const limit = await house.governor.limited('rest', { kind: 'secondary', afterMs: null });
      pauses.push(Math.round((limit.until.getTime() - time.clock.now()) / SECOND));
      await time.pass(limit.until.getTime() - time.clock.now());
    }

    expect(pauses).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });

  test('and after a quiet time the next one counts as the first', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null });
    for (let times = 0; times < 3; times += 1) {
      const { until } = await house.governor.limited('rest', { kind: 'secondary', afterMs: null });
      await time.pass(until.getTime() - time.clock.now());
    }
    await time.pass(3_600 * SECOND);

    const limit = await house.governor.limited('rest', { kind: 'secondary', afterMs: null });

    expect(limit.until.getTime() - time.clock.now()).toBe(60 * SECOND);
  });

  test('several requests that were under way are told of one limit, not of several', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null });

    const limits = await Promise.all(
      [1, 2, 3, 4].map(() => house.governor.limited('rest', { kind: 'secondary', afterMs: null })),
    );

    expect(limits.map(({ until }) => until.getTime() - time.clock.now())).toEqual(Array(4).fill(60 * SECOND));
    expect(house.told).toHaveLength(1);
  });

  test('those that were sent away come back one after the other', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: githubLimits(SECOND) });
    const now = time.clock.now();
    await house.governor.limited('rest', { kind: 'secondary', afterMs: 60 * SECOND });

    const sweeps = [1, 2, 3].map(() => sentAway(house, SWEEP_WRITE, now));
    const live = sentAway(house, LIVE_WRITE, now);

    expect(await Promise.all(sweeps)).toEqual([60 * SECOND, 61 * SECOND, 62 * SECOND]);
    expect(await live).toBe(61 * SECOND);
  });
});

describe("An hour's budget", () => {
  test('is left to live work at its end: a sweep waits for the reset, and a live event need not', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null, answerMs: 0 });
    const resetAt = Math.ceil(time.clock.now() / SECOND) * SECOND + 900 * SECOND;
    house.governor.learn('rest', headers(750, resetAt), 10);

    const sweep = await limitOf(house, SWEEP_READ);
    const live = house.once(LIVE_READ);
    const other = house.once({ cost: QUERY, priority: 'sweep' });
    await time.pass(1);
    await Promise.all([live, other]);

    expect(sweep).toMatchObject({ until: new Date(resetAt + SECOND), liveMay: true });
    expect(house.sent.map(({ priority, cost }) => [priority, cost.budget])).toEqual([
      ['live', 'rest'],
      ['sweep', 'graphql'],
    ]);
  });

  test('is never overdrawn, also by requests whose answers are not there yet', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null });
    const resetAt = Math.ceil(time.clock.now() / SECOND) * SECOND + 900 * SECOND;
    house.governor.learn('rest', headers(5, resetAt), 10);

    const jobs = Array.from({ length: 9 }, () => house.job(LIVE_READ));
    await time.pass(10 * SECOND);
    const before = house.sent.length;
    house.governor.learn('rest', headers(4, resetAt), 10);
    await time.pass(900 * SECOND);
    await Promise.all(jobs);

    expect(before).toBe(5);
    expect(house.sent).toHaveLength(9);
    expect(house.sent.slice(5).every(({ at }) => at > resetAt)).toBe(true);
  });

  test('that GitHub refused for is spent, and the other one is not', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null, answerMs: 0 });
    const resetAt = time.clock.now() + 600 * SECOND;

    await house.governor.limited('graphql', { kind: 'primary', resetAt });
    const query = await limitOf(house, LIVE_QUERY);
    const read = house.once(LIVE_READ);
    await time.pass(1);
    await read;

    expect(query).toMatchObject({ until: new Date(resetAt + SECOND), liveMay: false });
    expect(house.sent).toHaveLength(1);
    expect(house.told).toHaveLength(1);
  });

  test('of another kind of request than ours says nothing', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null, answerMs: 0 });
    house.governor.learn('rest', headers(0, time.clock.now() + 60 * SECOND, 'search'), 10);

    const read = house.once(LIVE_READ);
    await time.pass(1);

    await expect(read).resolves.toBeUndefined();
  });
});

describe('Writes', () => {
  test('start one interval after the other, and reads do not wait for them', async () => {
    const time = fakeTime();
    const house = governed(time);
    const begun = time.clock.now();
    const jobs = [SWEEP_WRITE, SWEEP_WRITE, SWEEP_WRITE, LIVE_QUERY].map((task) => house.job(task));

    await time.pass(5 * SECOND);
    await Promise.all(jobs);

    const starts = house.sent.map(({ at, cost }) => [cost.budget, at - begun]);
    expect(starts).toEqual(
      [
        ['graphql', 0],
        ['rest', 0],
        ['rest', SECOND],
        ['rest', 2 * SECOND],
      ].sort(),
    );
  });

  test('whose turn is near wait for it, and those further off are sent away, not held up', async () => {
    const time = fakeTime();
    const house = governed(time);
    const ends = Array.from({ length: 14 }, () => limitOf(house, SWEEP_WRITE));

    await time.pass(15 * SECOND);
    const limits = await Promise.all(ends);

    expect(limits.filter((limit) => limit === null)).toHaveLength(11);
    expect(limits.filter((limit) => limit?.liveMay)).toHaveLength(3);
  });

  test('with no pace are not counted and do not wait', async () => {
    const time = fakeTime();
    const house = governed(time, { limits: null, answerMs: 0 });

    const jobs = Array.from({ length: 200 }, () => house.once(SWEEP_WRITE));
    await time.pass(1);
    await Promise.all(jobs);

    expect(house.sent).toHaveLength(200);
  });
});

describe('The turn of a write that is taken first', () => {
  test('says how long it had to be waited for, and its write goes at once', async () => {
    const time = fakeTime();
    const { governor } = governed(time);
    const first = governor.turn();
    const second = governor.turn();
    await time.pass(SECOND);

    const [one, other] = await Promise.all([first, second]);

    expect([one.waitedMs, other.waitedMs]).toEqual([0, SECOND]);
    expect([one.use(), one.use()]).toEqual([true, false]);
  });

  test('goes to the next write when it is given back', async () => {
    const time = fakeTime();
    const house = governed(time);
    const turn = await house.governor.turn();
    const next = house.job(LIVE_WRITE);
    await time.pass(SECOND / 2);
    const before = house.sent.length;

    turn.giveBack();
    turn.giveBack();
    await time.pass(SECOND);
    await next;
    const third = house.job(LIVE_WRITE);
    await time.pass(0);
    const [sent] = house.sent;

    expect(before).toBe(0);
    expect(sent!.at - sent!.asked).toBeLessThanOrEqual(SECOND);
    await time.pass(SECOND);
    await third;
  });

  test('is too old after a while, so that its write takes another', async () => {
    const time = fakeTime();
    const { governor } = governed(time);
    const turn = await governor.turn();

    await time.pass(20 * SECOND);

    expect(turn.use()).toBe(false);
  });
});

test('No more requests are under way at once than a small part of what GitHub allows', async () => {
  const time = fakeTime();
  const house = governed(time, { limits: null, answerMs: SECOND });
  const jobs = Array.from({ length: 40 }, () => house.job(LIVE_READ));

  await time.pass(10);
  const first = house.sent.length;
  await time.pass(10 * SECOND);
  await Promise.all(jobs);

  expect(first).toBe(16);
  expect(house.sent).toHaveLength(40);
});

test('When the account cannot be reached nothing is sent, and afterwards work goes on', async () => {
  const time = fakeTime();
  let away = true;
  const house = governed(time, {
    accounts: {
      change: (_, change) =>
        away
          ? Promise.reject(new Error('no database'))
          : Promise.resolve(change(null, time.clock.now()).answer),
    },
  });

  const lost = house.once(LIVE_READ);
  await expect(lost).rejects.toThrow('no database');
  away = false;
  const later = house.once(LIVE_READ);
  await time.pass(SECOND);
  await later;

  expect(house.sent).toHaveLength(1);
});

test('A limit is obeyed also where the account cannot be told of it', async () => {
  const time = fakeTime();
  const away = { change: () => Promise.reject(new Error('no database')) };
  const house = governed(time, { limits: null, accounts: away });
  const now = time.clock.now();

  const limit = await house.governor.limited('rest', { kind: 'secondary', afterMs: 30 * SECOND });

  expect(limit.until.getTime() - now).toBe(30 * SECOND);
  expect(await sentAway(house, LIVE_READ, now)).toBe(30 * SECOND);
});
