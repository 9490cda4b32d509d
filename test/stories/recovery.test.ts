import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery } from '#simulator';
import { AS_BUILT_IN, openStory, reactionsTo } from './open-story.ts';

const story = openStory();
/** A proxy whose server is away: it answers 500 to everything. */
let proxy: Server;
let number: number;

beforeAll(async () => {
  proxy = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(500).end());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  story.organisation('acme');
  story.repository('acme/api');
  story.world.installApp('acme', { by: 'olivia' });
  ({ number } = story.world.openIssue('acme/api', { title: 'Is main protected?', by: 'rosa' }));
  await story.settled();
});
beforeEach(() => {
  // Else the look at everything after a start would find what a lost delivery should have told.
  story.github.faults = ({ path }) => (path === '/app/installations' ? EMPTY : undefined);
});
afterEach(() => {
  story.github.faults = undefined;
});
afterAll(() => void proxy.close());

const EMPTY = { status: 200, body: [] };

/** A command: nothing but its delivery tells of it. */
function asks() {
  return story.world.comment('acme/api', { number, by: 'mia', body: '/mainstay sync' });
}

/** What `act` leads to goes to the proxy and comes back as a failure. */
async function whileAway<T>(act: () => T): Promise<T> {
  const { port } = proxy.address() as AddressInfo;
  story.github.hookTo(`http://127.0.0.1:${port}/`);
  const result = act();
  await story.github.delivered();
  hookBack();
  return result;
}

function hookBack(): void {
  story.github.hookTo(`${story.house.mainstay().url}/api/github/webhooks`);
}

function lastDelivery(): Delivery {
  const last = story.github.deliveries.at(-1);
  if (last === undefined) throw new Error('nothing was delivered');
  return last;
}

async function recovered(): Promise<void> {
  await story.house.mainstay().recover();
  await story.settled();
}

/** Requests for the payload of one delivery. */
function fetched(since: number): readonly string[] {
  const paths = story.github.exchanges.slice(since).map(({ path }) => path);
  return paths.filter((path) => path.startsWith('/app/hook/deliveries/'));
}

describe('a command whose delivery is lost', () => {
  test('while Mainstay is down is answered after its start, once', async () => {
    await story.house.mainstay().stop();
    const comment = asks();
    await story.github.delivered();
    const before = story.replies('acme/api', number).length;

    await story.house.restart();
    await story.settled();

    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.replies('acme/api', number)).toHaveLength(before + 1);
  });

  test('while something answered 500 in its place is answered by the next look at the log', async () => {
    const comment = await whileAway(asks);
    const { id, attempts } = lastDelivery();

    const since = story.github.exchanges.length;
    await recovered();

    expect(attempts.map(({ status }) => status)).toEqual([500]);
    expect(BigInt(id) > 2n ** 53n).toBe(true);
    expect(fetched(since)).toEqual([`/app/hook/deliveries/${id}`]);
    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
  });

  test('acts once when GitHub brings it again while it is being fetched', async () => {
    const before = story.replies('acme/api', number).length;
    const comment = await whileAway(asks);
    const lost = lastDelivery();
    const answers = story.github.faults;
    story.github.faults = (request) => {
      if (!request.path.startsWith('/app/hook/deliveries/')) return answers?.(request);
      story.github.redeliver(lost.guid);
      return { delayMs: 50 };
    };

    await recovered();

    expect(lost.attempts.map(({ status }) => status)).toEqual([500, 202]);
    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.replies('acme/api', number)).toHaveLength(before + 1);
  });

  test('acts once when a person has it delivered again after it was recovered', async () => {
    const before = story.replies('acme/api', number).length;
    await whileAway(asks);
    const lost = lastDelivery();
    await recovered();

    story.github.redeliver(lost.guid);
    await story.settled();
    await recovered();

    expect(lost.attempts.map(({ status }) => status)).toEqual([500, 202]);
    expect(story.replies('acme/api', number)).toHaveLength(before + 1);
  });

  test('and arrived by a later attempt is not fetched', async () => {
    await whileAway(asks);
    story.github.redeliver(lastDelivery().guid);
    await story.settled();

    const since = story.github.exchanges.length;
    await recovered();

    expect(fetched(since)).toEqual([]);
  });

  test('is fetched by the next look when GitHub failed during this one, and the others are not held up', async () => {
    const [first, second] = await whileAway(() => [asks(), asks()] as const);
    const { id } = story.github.deliveries.at(-2) ?? lastDelivery();
    const answers = story.github.faults;
    const broken = { status: 502, body: {} };
    story.github.faults = (request) =>
      request.path === `/app/hook/deliveries/${id}` ? broken : answers?.(request);
    await recovered();
    const between = [reactionsTo(first), reactionsTo(second)];

    story.github.faults = answers;
    const since = story.github.exchanges.length;
    await recovered();

    expect(between).toEqual([[], ['eyes', 'rocket']]);
    expect(reactionsTo(first)).toEqual(['eyes', 'rocket']);
    expect(fetched(since)).toEqual([`/app/hook/deliveries/${id}`]);
  });
});

test('Mallory loosens main while Mainstay is down: the repair after its start names her', async () => {
  story.github.faults = undefined;
  await story.house.mainstay().stop();
  story.world.setProtection('acme/api', { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
  await story.github.delivered();

  await story.house.restart();
  await story.settled();

  expect(story.rule('acme/api')).toMatchObject(AS_BUILT_IN);
  expect(story.report('acme/api').output.summary).toContain('`mallory`');
});

test('What came in another order, twice, or late out of the log ends in the same world', async () => {
  const { world, github } = story;
  const before = story.rule('acme/api');
  await whileAway(() => {
    world.setProtection('acme/api', { pattern: 'main', by: 'mallory', set: { forcePushes: true } });
    world.deleteProtection('acme/api', { pattern: 'main', by: 'mallory' });
  });
  github.webhooks.policy = () => 'hold';
  world.setProtection('acme/api', { pattern: 'main', by: 'mallory', set: { deletions: true } });
  github.webhooks.policy = () => 'twice';
  github.webhooks.release((held) => held.toReversed());

  await recovered();
  github.webhooks.policy = () => 'send';
  for (const { guid } of github.deliveries.slice(-4)) github.redeliver(guid);
  await recovered();

  expect(story.rule('acme/api')).toMatchObject({ ...AS_BUILT_IN, checks: before?.checks });
  expect(await story.house.mainstay().depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
});

test('What can wake nothing is not fetched', async () => {
  await whileAway(() => {
    story.world.archive('acme/api', { by: 'olivia' });
    story.world.unarchive('acme/api', { by: 'olivia' });
  });
  const { id } = lastDelivery();
  const since = story.github.exchanges.length;

  await recovered();

  expect(fetched(since)).toEqual([`/app/hook/deliveries/${id}`]);
});

describe('the log of deliveries', () => {
  test('that cannot be read stops nothing: it is told, and looked through the next time', async () => {
    const comment = await whileAway(asks);
    const answers = story.github.faults;
    story.github.faults = ({ path }) =>
      path === '/app/hook/deliveries' ? { status: 502, body: {} } : undefined;
    await recovered();
    const ready = await fetch(`${story.house.mainstay().url}/readyz`);
    const between = reactionsTo(comment);
    story.github.faults = answers;

    await recovered();

    expect(ready.status).toBe(200);
    expect(between).toEqual([]);
    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.house.lines().map(({ msg }) => msg)).toContain(
      "GitHub's log of deliveries could not be looked through; it is tried again",
    );
  });

  test('is read page by page, and up to when it is complete is shown', async () => {
    const comment = await whileAway(() => {
      const first = asks();
      for (let more = 0; more < 110; more += 1) saysThanks();
      return first;
    });
    const since = story.github.exchanges.length;

    await recovered();
    const once = fetched(since);
    await recovered();

    const pages = story.github.exchanges.slice(since).filter(({ path }) => path === '/app/hook/deliveries');
    expect(pages.filter(({ query }) => query['cursor'] !== undefined)).not.toEqual([]);
    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(once).toHaveLength(111);
    expect(fetched(since)).toEqual(once);
    const newest = Math.max(
      ...story.github.deliveries.flatMap(({ attempts }) => attempts.map(({ at }) => at)),
    );
    const shown = (await (await fetch(`${story.house.mainstay().url}/readyz`)).json()) as Ready;
    expect(shown.ready).toBe(true);
    expect(Date.parse(shown.recovery.upTo)).toBeLessThanOrEqual(newest);
    expect(Date.parse(shown.recovery.at)).toBeGreaterThanOrEqual(Date.parse(shown.recovery.upTo));
  });
});

type Ready = { readonly ready: boolean; readonly recovery: { readonly at: string; readonly upTo: string } };

/** A comment that asks for nothing. */
function saysThanks(): void {
  story.world.comment('acme/api', { number, by: 'rosa', body: 'Thanks!' });
}
