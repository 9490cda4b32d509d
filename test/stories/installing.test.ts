import { expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory } from './open-story.ts';

const story = openStory();

test('Olivia installs the App: every repository it was given requires the five checks on main', async () => {
  const { world } = story;
  story.organisation('acme');
  story.repository('acme/api');
  story.repository('acme/web', { visibility: 'public' });
  story.repository('acme/inside', { visibility: 'internal' });

  world.installApp('acme', { by: 'olivia' });
  await story.settled();

  for (const name of ['acme/api', 'acme/web', 'acme/inside']) {
    expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
    expect(story.report(name)).toMatchObject({ conclusion: 'success', output: { title: 'Protected main' } });
  }
});

test('What is archived, disabled, empty or without the branch is left alone, and nothing is said there', async () => {
  const { world } = story;
  story.organisation('quiet');
  story.repository('quiet/old');
  story.repository('quiet/blocked').disabled = true;
  story.repository('quiet/empty', { from: 'empty' });
  story.repository('quiet/trunk', { defaultBranch: 'trunk' });
  world.archive('quiet/old', { by: 'olivia' });

  world.installApp('quiet', { by: 'olivia' });
  await story.settled();

  for (const { name, owner, rules, checkRuns } of story.github.state.repositories.values()) {
    if (owner !== 'quiet') continue;
    expect([name, rules.size, checkRuns.size]).toEqual([name, 0, 0]);
  }
  expect(await story.house.mainstay().depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
});

test('What a person had set stricter, or besides, stays as it was', async () => {
  const { world } = story;
  story.organisation('strict');
  story.repository('strict/api');
  const bypass = { users: ['mia'], teams: [], apps: [] };
  const reviews = {
    count: 2,
    dismissStale: true,
    codeOwners: true,
    lastPushApproval: true,
    dismissal: null,
    bypass,
  };
  const checks = {
    strict: true,
    checks: [
      { context: 'test', appId: 15368 },
      { context: 'e2e', appId: null },
    ],
  };
  const set = { checks, reviews, signatures: true, linearHistory: true, conversationResolution: true };
  world.setProtection('strict/api', { pattern: 'main', by: 'olivia', set });

  world.installApp('strict', { by: 'olivia' });
  await story.settled();

  expect(story.rule('strict/api')).toMatchObject({
    ...set,
    checks: {
      strict: true,
      checks: [...checks.checks, ...AS_BUILT_IN.checks.checks.slice(1)],
    },
    adminsEnforced: true,
  });
});

test('An installation that may not administer writes nothing, says neutral, and repairs once it may', async () => {
  const { world } = story;
  story.organisation('shy');
  story.repository('shy/api');
  const permissions = { metadata: 'read', contents: 'read', checks: 'write', issues: 'write' } as const;
  const before = await story.cost(() => world.installApp('shy', { by: 'olivia', permissions }));

  const said = story.report('shy/api');
  expect(story.rule('shy/api')).toBeNull();
  expect(before.writes).toBe(0);
  expect(said.conclusion).toBe('neutral');
  expect(said.output.summary).toContain('permission_missing');
  expect(said.output.summary).toMatch(/\[More\]\(https:\/\/docs\.github\.com\//);

  world.changePermissions('shy', { permissions: { ...permissions, administration: 'write' }, by: 'olivia' });
  await story.settled();

  expect(story.rule('shy/api')).toMatchObject(AS_BUILT_IN);
  expect(story.report('shy/api').conclusion).toBe('success');
});

test('An installation that may do nothing at all is left in peace', async () => {
  const { world } = story;
  story.organisation('mute');
  story.repository('mute/api');

  const cost = await story.cost(() => world.installApp('mute', { by: 'olivia', permissions: {} }));

  expect(cost.writes).toBe(0);
  expect(world.repository('mute/api').checkRuns.size).toBe(0);
  expect(await story.house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
});

test('Olivia suspends the installation: nothing is touched; she lifts it: all drift since is repaired', async () => {
  const { world } = story;
  story.organisation('pause');
  story.repository('pause/api');
  world.installApp('pause', { by: 'olivia' });
  await story.settled();

  const meanwhile = await story.cost(() => {
    world.suspend('pause', { by: 'olivia' });
    world.deleteProtection('pause/api', { pattern: 'main', by: 'mallory' });
  });
  const loosened = story.rule('pause/api');
  world.unsuspend('pause', { by: 'olivia' });
  await story.settled();

  expect(meanwhile).toMatchObject({ writes: 0, reports: 0 });
  expect(loosened).toBeNull();
  expect(story.rule('pause/api')).toMatchObject(AS_BUILT_IN);
  expect(await story.house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
});

test('Olivia adds a repository to a selected installation: it is protected, the others are not', async () => {
  const { world } = story;
  story.organisation('chosen');
  story.repository('chosen/first');
  story.repository('chosen/second');
  story.repository('chosen/third');
  world.installApp('chosen', { by: 'olivia', repositories: ['chosen/first'] });
  await story.settled();
  const atFirst = story.rule('chosen/second');

  world.addRepositories('chosen', { repositories: ['chosen/second'], by: 'olivia' });
  await story.settled();

  expect(atFirst).toBeNull();
  expect(story.rule('chosen/first')).toMatchObject(AS_BUILT_IN);
  expect(story.rule('chosen/second')).toMatchObject(AS_BUILT_IN);
  expect(story.rule('chosen/third')).toBeNull();
});

test('What happened while nobody listened is found when Mainstay starts again, with the name of who did it', async () => {
  const { world } = story;
  story.organisation('night');
  story.repository('night/api');
  story.repository('night/web');
  world.installApp('night', { by: 'olivia' });
  await story.settled();
  await story.house.mainstay().stop();
  world.setProtection('night/api', { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });

  await story.house.restart();
  await story.settled();

  expect(story.rule('night/api')).toMatchObject(AS_BUILT_IN);
  expect(story.report('night/api').output.summary).toContain('Changed by `mallory`');
  expect(story.reports('night/web')).toHaveLength(1);
});

test('What GitHub never told of is found by the sweep', async () => {
  const { world, github } = story;
  story.organisation('silent');
  story.repository('silent/api');
  world.installApp('silent', { by: 'olivia' });
  await story.settled();
  github.webhooks.policy = () => 'drop';
  world.setProtection('silent/api', { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
  github.webhooks.policy = () => 'send';

  await story.house.mainstay().sweep();
  await story.settled();

  expect(story.rule('silent/api')).toMatchObject(AS_BUILT_IN);
  expect(story.report('silent/api').output.summary).toContain('Found by the sweep.');
});
