import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory } from './open-story.ts';

/** More than an hour lies between the tests: they change the same setting back again and again. */
const APART_MS = 61 * 60_000;
let later = 0;
const story = openStory({ now: () => new Date(Date.now() + later) });

beforeAll(async () => {
  story.organisation('acme');
  story.repository('acme/api');
  story.repository('acme/open', { visibility: 'public' });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

beforeEach(() => {
  later += APART_MS;
});

/** A change that is as good as none to Mainstay, and that GitHub tells of. */
function somethingElse(fullName: string): void {
  const set = { linearHistory: !(story.rule(fullName)?.linearHistory ?? false) };
  story.world.setProtection(fullName, { pattern: 'main', by: 'mallory', set });
}

describe.each(['acme/api', 'acme/open'])('On %s', (name) => {
  test('an event where all is well costs one read', async () => {
    const cost = await story.cost(() => somethingElse(name));

    expect(cost).toEqual({ reads: 1, writes: 0, reports: 0, tokens: 0, total: 1 });
  });

  test('a new head costs one read and its check run', async () => {
    const cost = await story.cost(() =>
      story.world.push(name, { by: 'walt', files: { a: `${story.head(name)}\n` } }),
    );

    expect(cost).toEqual({ reads: 1, writes: 0, reports: 1, tokens: 0, total: 2 });
  });

  test.each([
    ['a check that was removed', { checks: { strict: false, checks: [] } }],
    ['administrators that were left out', { adminsEnforced: false }],
    ['the block of checks that was switched off', { checks: null }],
  ])('%s costs a read, a write and a report, and a read for the echo', async (_, set) => {
    const cost = await story.cost(() =>
      story.world.setProtection(name, { pattern: 'main', by: 'mallory', set }),
    );

    expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
    expect(cost).toMatchObject({ writes: 1, reports: 1, tokens: 0 });
    expect(cost.total).toBeLessThanOrEqual(4);
  });

  test('a rule that was deleted costs one read more: every level of rulesets is asked for before one is made', async () => {
    const cost = await story.cost(() =>
      story.world.deleteProtection(name, { pattern: 'main', by: 'mallory' }),
    );

    expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
    expect(cost).toMatchObject({ reads: 3, writes: 1, reports: 1, total: 5 });
  });
});

test('A rule that was seen proves what GitHub offers: its deletion costs no more on a private repository than on a public one', async () => {
  const name = 'acme/fine-on-arrival';
  story.world.createRepository(name, { by: 'olivia', from: 'empty', visibility: 'private' });
  story.world.setProtection(name, { pattern: 'main', by: 'olivia', set: AS_BUILT_IN });
  story.world.push(name, { by: 'olivia', files: { a: '1' } });
  await story.settled();

  const cost = await story.cost(() => story.world.deleteProtection(name, { pattern: 'main', by: 'mallory' }));

  expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
  expect(cost).toMatchObject({ reads: 3, writes: 1, reports: 1 });
});

test('The echo of a repair leads to one read, no write and no report', async () => {
  const { webhooks } = story.github;
  webhooks.policy = ({ payload }) => (sentBy(payload) === 'mainstay[bot]' ? 'hold' : 'send');
  const repair = await story.cost(() =>
    story.world.setProtection('acme/api', { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } }),
  );
  webhooks.policy = () => 'send';

  const echo = await story.cost(() => webhooks.release());

  expect(repair).toMatchObject({ reads: 1, writes: 1, reports: 1, total: 3 });
  expect(echo).toMatchObject({ writes: 0, reports: 0 });
  expect(echo.total).toBeLessThanOrEqual(1);
});

test('Twenty events at once on one repository are worked off together', async () => {
  const cost = await story.cost(() => {
    for (let times = 0; times < 20; times += 1) somethingElse('acme/api');
  });

  expect(cost).toMatchObject({ writes: 0, reports: 0 });
  expect(cost.total).toBeLessThan(20);
});

test('What concerns nobody costs nothing: issues, checks of others, tags, comments', async () => {
  const cost = await story.cost(() => {
    const { number } = story.world.openIssue('acme/api', { title: 'Hello', by: 'rosa' });
    story.world.comment('acme/api', { number, by: 'rosa', body: 'Thanks!' });
    story.world.reportCheck('acme/api', { name: 'test', by: 'walt' });
    story.world.reportStatus('acme/api', { context: 'ci', by: 'walt' });
    story.world.push('acme/api', { by: 'walt', branch: 'feature', files: { b: '2' } });
  });

  expect(cost.total).toBe(0);
});

test('The sweep of a compliant organisation writes nothing, says nothing and wakes nobody', async () => {
  for (let each = 1; each <= 30; each += 1) story.repository(`acme/service-${each}`);
  await story.settled();
  const before = story.house.lines().length;

  const cost = await story.cost(() => story.house.mainstay().sweep());

  const ran = story.house
    .lines()
    .slice(before)
    .filter(({ msg }) => msg === 'run ended');
  expect(ran.map(({ key }) => key)).toEqual(['org:acme']);
  expect(cost).toMatchObject({ writes: 0, reports: 0 });
  // The installations, the policy, and two queries for 32 repositories.
  expect(cost.total).toBeLessThanOrEqual(4);
});

test('A look at the log of deliveries costs a request for each hundred of the last quarter of an hour', async () => {
  await story.settled();

  const cost = await story.cost(() => story.house.mainstay().recover());

  const attempts = story.github.deliveries.flatMap((delivery) => delivery.attempts);
  expect(cost.total).toBe(Math.ceil(attempts.length / 100));
});

function sentBy(payload: Readonly<Record<string, unknown>>): unknown {
  return (payload['sender'] as { readonly login?: string } | undefined)?.login;
}
