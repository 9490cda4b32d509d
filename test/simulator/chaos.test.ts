import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Chaos } from '#simulator';
import { askGraphql, askingAsApp } from '#kit/contract-client';
import { startAcme, startListener, type Acme, type Listener } from './acme.ts';

let acme: Acme;
let clock: number;
beforeEach(async () => {
  clock = Date.now();
  acme = await startAcme();
});
afterEach(() => acme.github.close());

const PATH = '/repos/acme/api';

/** The answers to so many questions after one another; `cut` where the connection was. */
async function answers(count: number, path: (index: number) => string = () => PATH): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    seen.push(
      await acme.ask('GET', path(index)).then(
        ({ status }) => status,
        () => 'cut',
      ),
    );
  }
  return seen;
}

function countIn(all: readonly unknown[], one: unknown): number {
  return all.filter((each) => each === one).length;
}

describe('a bad day at GitHub', () => {
  const BAD: Chaos = {
    seed: 7,
    errors: { 500: 0.1, 502: 0.1, 503: 0.1, 403: 0.1, 429: 0.1, 401: 0.1 },
    hangs: { rate: 0.1, ms: 1 },
  };

  test('fails in each of its ways, about as often as was asked for', async () => {
    acme.github.chaos = BAD;

    const all = await answers(300);

    for (const way of [500, 502, 503, 403, 429, 401, 'cut']) {
      expect(countIn(all, way)).toBeGreaterThan(12);
      expect(countIn(all, way)).toBeLessThan(55);
    }
    expect(countIn(all, 200)).toBe(300 - acme.github.troubles.length);
    expect(countIn(all, 200)).toBeGreaterThan(55);
  });

  test('is the same again with the same seed, and another with another', async () => {
    acme.github.chaos = BAD;
    const first = await answers(40);
    acme.github.chaos = { ...BAD };
    const again = await answers(40);
    acme.github.chaos = { ...BAD, seed: 8 };
    const other = await answers(40);

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('is the same for a question whatever else is asked in between', async () => {
    acme.github.chaos = BAD;
    const alone = await answers(30);
    acme.github.chaos = { ...BAD };
    const mixed = await answers(60, (index) => (index % 2 === 0 ? PATH : `${PATH}/branches`));

    expect(mixed.filter((_, index) => index % 2 === 0)).toEqual(alone);
  });

  test('says how long to wait where there was too much of something', async () => {
    acme.github.chaos = { seed: 1, errors: { 403: 1 }, retryAfter: 9 };

    const { body, headers } = await acme.ask('GET', PATH);

    expect(headers['retry-after']).toBe('9');
    expect(body.message).toMatch(/secondary rate limit/);
  });

  test('ends when it is switched off', async () => {
    acme.github.chaos = { seed: 1, errors: { 500: 1 } };
    const before = await answers(2);
    acme.github.chaos = undefined;

    expect([...before, ...(await answers(2))]).toEqual([500, 500, 200, 200]);
  });

  test('does what was asked and says otherwise, where it is told to', async () => {
    const body = { name: 'mainstay', head_sha: acme.world.repository('acme/api').branches.get('main') };
    acme.github.chaos = { seed: 1, errors: { 502: 1 }, done: 1 };
    const failed = await acme.ask('POST', `${PATH}/check-runs`, { body });
    acme.github.chaos = { seed: 1, hangs: { rate: 1, ms: 1 }, done: 1 };
    await acme.ask('POST', `${PATH}/check-runs`, { body }).catch(() => undefined);
    acme.github.chaos = { seed: 1, errors: { 502: 1 } };
    await acme.ask('POST', `${PATH}/check-runs`, { body });

    expect(failed.status).toBe(502);
    expect(acme.world.repository('acme/api').checkRuns.size).toBe(2);
    expect(acme.github.troubles.map(({ what, done }) => [what, done])).toEqual([
      [502, true],
      ['hang', true],
      [502, false],
    ]);
    expect(acme.github.exchanges.slice(-3).map(({ status, wrote }) => [status, wrote])).toEqual([
      [502, true],
      [0, true],
      [502, false],
    ]);
  });

  test('is slow where it is told to be, and right all the same', async () => {
    acme.github.chaos = { seed: 1, latency: { min: 1, max: 4 } };

    expect(await answers(3)).toEqual([200, 200, 200]);
    expect(acme.github.troubles).toEqual([]);
  });
});

test('after so many requests in a window, the rest of it is a secondary limit', async () => {
  await acme.github.close();
  acme = await startAcme({ now: () => clock });
  acme.github.chaos = { seed: 1, secondaryAfter: { requests: 3, windowMs: 60_000 } };
  const first = await answers(5);
  clock += 60_000;

  const second = await answers(4);

  expect(first).toEqual([200, 200, 200, 403, 403]);
  expect(second).toEqual([200, 200, 200, 403]);
});

const QUERY = `query Some($owner: String!) {
  organization(login: $owner) { login repositories(first: 5) { nodes { name isArchived
    defaultBranchRef { name target { oid } } } } } }`;

describe('a partial answer of GraphQL', () => {
  test('lacks what its error names, or what holds that where nothing less can be missing', async () => {
    const whole = await askGraphql(acme.ask, QUERY, { owner: 'acme' });
    acme.github.chaos = { seed: 3, partial: 1 };

    for (let count = 0; count < 40; count += 1) {
      const { status, data, errors } = await askGraphql(acme.ask, QUERY, { owner: 'acme' });
      const [error] = errors;

      expect(status).toBe(200);
      expect(errors).toHaveLength(1);
      expect(['RESOURCE_LIMITS_EXCEEDED', 'SERVICE_UNAVAILABLE']).toContain(error?.type);
      expect(lackingAt(data, error?.path as (string | number)[])).toBe(true);
      expect(data).not.toEqual(whole.data);
    }
    expect(new Set(acme.github.troubles.map(({ what }) => what))).toEqual(new Set(['hole']));
  });

  test('is never that of a mutation', async () => {
    acme.github.chaos = { seed: 3, partial: 1 };
    const { nodeId } = acme.world.repository('acme/api');
    const mutation = `mutation Make($input: CreateBranchProtectionRuleInput!) {
      createBranchProtectionRule(input: $input) { branchProtectionRule { pattern } } }`;

    const made = await askGraphql(acme.ask, mutation, { input: { repositoryId: nodeId, pattern: 'main' } });

    expect(made).toMatchObject({
      data: { createBranchProtectionRule: { branchProtectionRule: { pattern: 'main' } } },
      errors: [],
    });
  });
});

/** Whether one follows the path and comes to a null. */
function lackingAt(data: unknown, path: readonly (string | number)[]): boolean {
  let at = data;
  for (const step of path) {
    if (at === null) return true;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at === null;
}

describe('webhooks on a bad day', () => {
  let listener: Listener;
  let before: number;
  beforeEach(async () => {
    listener = await startListener();
    before = acme.github.deliveries.length;
    acme.github.hookTo(listener.url);
  });
  afterEach(() => listener.close());

  function sent(): readonly string[] {
    return acme.github.deliveries.slice(before).map(({ guid }) => guid);
  }
  async function push(times: number): Promise<void> {
    for (let count = 0; count < times; count += 1) {
      acme.world.push('acme/api', { by: 'walt', files: { 'a.txt': String(count) } });
    }
    await acme.github.delivered();
  }

  test('that are lost stand in the log as failed, and can be asked for again', async () => {
    acme.github.chaos = { seed: 5, deliveries: { lost: 1 } };
    await push(20);
    const lost = sent();
    const { body } = await askingAsApp(acme.github)(
      'GET',
      '/app/hook/deliveries?per_page=100&status=failure',
    );
    acme.github.redeliver(lost[0]!);
    await acme.github.delivered();

    expect(body).toHaveLength(lost.length);
    const told = body as readonly { readonly status_code: number }[];
    expect(new Set(told.map((one) => one.status_code))).toEqual(new Set([0, 502]));
    expect(listener.received.map(({ guid }) => guid)).toEqual([lost[0]!]);
  });

  test('that are doubled come twice under one guid', async () => {
    acme.github.chaos = { seed: 5, deliveries: { doubled: 1 } };
    await push(1);

    const guids = listener.received.map(({ guid }) => guid);
    expect(guids).toHaveLength(2 * sent().length);
    expect(new Set(guids).size).toBe(sent().length);
  });

  test('that are delayed are overtaken, and all arrive', async () => {
    acme.github.chaos = { seed: 5, deliveries: { delayed: 0.5, delayMs: 80 } };
    await push(20);

    const arrived = listener.received.map(({ guid }) => guid);
    expect(arrived).not.toEqual(sent());
    expect([...arrived].sort()).toEqual([...sent()].sort());
  });
});
