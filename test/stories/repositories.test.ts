import { beforeAll, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

const story = openStory();

beforeAll(async () => {
  story.organisation('acme');
  story.organisation('beta');
  story.organisation('free', { plan: 'free' });
  for (const login of ['acme', 'beta', 'free']) story.world.installApp(login, { by: 'olivia' });
  await story.settled();
});

describe('A new repository', () => {
  test('with a README is protected at once', async () => {
    story.repository('acme/readme', { from: 'readme' });
    await story.settled();

    expect(story.rule('acme/readme')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/readme').conclusion).toBe('success');
  });

  test('from a template is protected at once', async () => {
    story.repository('acme/template', { from: { files: { '.github/workflows/ci.yml': 'on: push\n' } } });
    story.repository('acme/copy', { from: { template: 'acme/template' } });
    await story.settled();

    expect(story.rule('acme/copy')).toMatchObject(AS_BUILT_IN);
  });

  test('that is empty waits, without an error and without being asked about again', async () => {
    const { house } = story;
    story.repository('acme/empty', { from: 'empty' });
    await story.settled();
    const looked = story.github.exchanges.length;
    const ended = house.lines().findLast(({ msg }) => msg === 'run ended');

    expect(ended).toMatchObject({ repository: 'acme/empty', outcome: 'waiting', level: 30 });
    expect(await house.mainstay().depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
    expect(story.github.exchanges).toHaveLength(looked);
  });

  test('that was empty is protected with the first push', async () => {
    story.repository('acme/later', { from: 'empty' });
    await story.settled();
    const before = story.rule('acme/later');

    story.world.push('acme/later', { by: 'walt', branch: 'main', files: { 'README.md': '# later\n' } });
    await story.settled();

    expect(before).toBeNull();
    expect(story.rule('acme/later')).toMatchObject(AS_BUILT_IN);
    expect(story.reports('acme/later').map(({ conclusion }) => conclusion)).toEqual(['success']);
  });

  test('is protected although its events arrive in the wrong order', async () => {
    const { webhooks } = story.github;
    webhooks.policy = () => 'hold';
    story.repository('acme/shuffled');
    webhooks.policy = () => 'send';
    webhooks.release((held) => held.toReversed());
    await story.settled();

    expect(story.rule('acme/shuffled')).toMatchObject(AS_BUILT_IN);
    expect(story.reports('acme/shuffled')).toHaveLength(1);
  });

  test('without any workflow is told the two ways out', async () => {
    story.repository('acme/bare', { from: 'readme' });
    await story.settled();

    const { summary } = story.report('acme/bare').output;
    expect(summary).toContain('no_workflows');
    expect(summary).toMatch(/Add the workflows by pull request, or .*`exempt`, or .*`when: ready`/);
  });
});

describe('A branch', () => {
  test('renamed to main is protected under its new name', async () => {
    story.repository('acme/master', { defaultBranch: 'master' });
    await story.settled();
    const before = story.world.repository('acme/master').rules.size;

    story.world.renameBranch('acme/master', { from: 'master', to: 'main', by: 'olivia' });
    await story.settled();

    expect(before).toBe(0);
    expect(story.rule('acme/master')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/master').conclusion).toBe('success');
  });

  test('main renamed away takes its rule along, and the repository waits for a new main', async () => {
    story.repository('acme/moves');
    await story.settled();

    story.world.renameBranch('acme/moves', { from: 'main', to: 'trunk', by: 'olivia' });
    await story.settled();
    const renamed = { main: story.rule('acme/moves'), trunk: story.rule('acme/moves', 'trunk') };
    story.world.push('acme/moves', { branch: 'main', by: 'walt' });
    await story.settled();

    expect(renamed.main).toBeNull();
    expect(renamed.trunk).toMatchObject(AS_BUILT_IN);
    expect(story.rule('acme/moves')).toMatchObject(AS_BUILT_IN);
    expect(await story.house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

describe('A repository', () => {
  test('that was renamed stays protected, and is repaired under its new name', async () => {
    story.repository('acme/before');
    await story.settled();

    story.world.renameRepository('acme/before', { name: 'after', by: 'olivia' });
    story.world.setProtection('acme/after', { pattern: 'main', by: 'mallory', set: { forcePushes: true } });
    await story.settled();

    expect(story.rule('acme/after')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/after').output.summary).toContain('mallory');
  });

  test('that was renamed before its event was worked off is found under its new name', async () => {
    const { world, github } = story;
    story.repository('acme/old-name');
    await story.settled();
    github.webhooks.policy = ({ event }) => (event === 'repository' ? 'drop' : 'hold');
    world.setProtection('acme/old-name', { pattern: 'main', by: 'mallory', set: { deletions: true } });
    world.renameRepository('acme/old-name', { name: 'new-name', by: 'olivia' });
    github.webhooks.policy = () => 'send';
    github.webhooks.release();
    await story.settled();

    expect(story.rule('acme/new-name')).toMatchObject(AS_BUILT_IN);
  });

  test('that was transferred is protected by the installation over there', async () => {
    const { world } = story;
    story.organisation('outside');
    story.repository('outside/gift');
    await story.settled();
    const before = story.rule('outside/gift');

    world.transferRepository('outside/gift', { to: 'beta', by: 'olivia' });
    await story.settled();

    expect(before).toBeNull();
    expect(story.rule('beta/gift')).toMatchObject(AS_BUILT_IN);
  });

  test('that was transferred from one installation to another is kept by the second', async () => {
    const { world } = story;
    story.repository('acme/parcel');
    await story.settled();

    world.transferRepository('acme/parcel', { to: 'beta', by: 'olivia' });
    world.setProtection('beta/parcel', { pattern: 'main', by: 'mallory', set: { checks: null } });
    await story.settled();

    expect(story.rule('beta/parcel')).toMatchObject(AS_BUILT_IN);
    expect(await story.house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
  });

  test('that is archived is left alone, and looked at again when it is unarchived', async () => {
    const { world } = story;
    story.repository('acme/attic');
    await story.settled();
    const archived = await story.cost(() => {
      world.archive('acme/attic', { by: 'olivia' });
      world.deleteProtection('acme/attic', { pattern: 'main', by: 'mallory' });
    });
    const reports = story.reports('acme/attic').length;

    world.unarchive('acme/attic', { by: 'olivia' });
    await story.settled();

    expect(archived).toMatchObject({ writes: 0, reports: 0 });
    expect(story.rule('acme/attic')).toMatchObject(AS_BUILT_IN);
    expect(story.reports('acme/attic').length).toBe(reports + 1);
  });

  test('that is private on the free plan is said to be neutral once, with the reason and the link', async () => {
    const cost = await story.cost(() => story.repository('free/secret'));
    const again = await story.cost(() =>
      story.world.openIssue('free/secret', { title: 'Nothing', by: 'rosa' }),
    );

    expect(cost.writes).toBe(0);
    expect(story.rule('free/secret')).toBeNull();
    expect(story.reports('free/secret')).toHaveLength(1);
    const { conclusion, output } = story.report('free/secret');
    expect(conclusion).toBe('neutral');
    expect(output.summary).toContain('Make the repository public, or upgrade the plan');
    expect(output.summary).toContain(
      'https://docs.github.com/en/get-started/learning-about-github/githubs-plans',
    );
    expect(again.total).toBe(0);
  });

  test('that is made public on the free plan is protected', async () => {
    story.repository('free/opens');
    await story.settled();

    story.world.publicize('free/opens', { by: 'olivia' });
    await story.settled();

    expect(story.rule('free/opens')).toMatchObject(AS_BUILT_IN);
    expect(story.report('free/opens').conclusion).toBe('success');
  });

  test('that is made private on the free plan is not mistaken for an unprotected one', async () => {
    story.repository('free/closes', { visibility: 'public' });
    await story.settled();

    const cost = await story.cost(() => story.world.privatize('free/closes', { by: 'olivia' }));

    expect(cost.writes).toBe(0);
    expect(story.report('free/closes').conclusion).toBe('neutral');
  });

  test('that is deleted is forgotten without an error', async () => {
    const { world } = story;
    story.repository('acme/gone');
    world.deleteRepository('acme/gone', { by: 'olivia' });
    await story.settled();

    expect(await story.house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

describe('A push to main', () => {
  test('gives the new head the check run, and changes nothing else', async () => {
    story.repository('acme/pushed');
    await story.settled();

    const cost = await story.cost(() => story.world.push('acme/pushed', { by: 'walt', files: { c: '3' } }));

    expect(story.reports('acme/pushed').map(({ output }) => output.title)).toEqual([
      'main is as the policy says',
    ]);
    expect(cost).toMatchObject({ writes: 0, reports: 1 });
  });

  test('that changes the policy has the branch held to the new one', async () => {
    story.repository('acme/changed');
    await story.settled();

    const files = { '.github/mainstay.yml': 'version: 1\nrequired_checks: [e2e]\n' };
    story.world.push('acme/changed', { by: 'walt', files });
    await story.settled();

    expect(story.required('acme/changed')).toEqual([...FIVE, 'e2e']);
    expect(story.report('acme/changed').output.summary).toContain('acme/changed/.github/mainstay.yml:2');
  });

  test('to another branch wakes nobody', async () => {
    story.repository('acme/feature');
    await story.settled();

    const cost = await story.cost(() =>
      story.world.push('acme/feature', { by: 'walt', branch: 'feature', files: { d: '4' } }),
    );

    expect(cost.total).toBe(0);
  });
});
