import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProtectionSettings } from '#simulator';
import { AS_BUILT_IN, openStory } from './open-story.ts';

const story = openStory();

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

/** A repository that Mainstay has protected, and nothing is left to do. */
async function protectedRepository(fullName: string): Promise<void> {
  story.repository(fullName);
  await story.settled();
}

async function mallorySets(fullName: string, set: Partial<ProtectionSettings>): Promise<void> {
  story.world.setProtection(fullName, { pattern: 'main', by: 'mallory', set });
  await story.settled();
}

describe('All protections switched off', () => {
  test('is reported at once with the actor and the way back, and nothing is written until GitHub says enabled', async () => {
    const { world } = story;
    await protectedRepository('acme/off');
    const off = await story.cost(() => world.disableProtections('acme/off', { by: 'mallory' }));
    const said = story.report('acme/off');

    const meanwhile = await story.cost(() => {
      world.setProtection('acme/off', { pattern: 'main', by: 'mallory', set: { checks: null } });
      world.push('acme/off', { by: 'walt', files: { b: '2' } });
    });
    const onNewHead = story.report('acme/off');
    const whileOff = story.rule('acme/off');
    world.enableProtections('acme/off', { by: 'olivia' });
    await story.settled();

    expect([off.writes, meanwhile.writes]).toEqual([0, 0]);
    expect([said.conclusion, onNewHead.conclusion]).toEqual(['action_required', 'action_required']);
    expect(said.output.summary).toContain('Switched off by mallory');
    expect(said.output.summary).toContain('Settings, Branches');
    expect(whileOff?.checks).toBeNull();
    expect(story.rule('acme/off')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/off').conclusion).toBe('success');
  });

  test('and on again at once leaves nothing behind', async () => {
    await protectedRepository('acme/flicker');

    story.world.disableProtections('acme/flicker', { by: 'mallory' });
    story.world.enableProtections('acme/flicker', { by: 'mallory' });
    await story.settled();

    expect(story.rule('acme/flicker')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/flicker').conclusion).toBe('success');
  });

  test('is seen to be over with the next event, although the one that said so was lost', async () => {
    const { world, github } = story;
    await protectedRepository('acme/lost');
    world.disableProtections('acme/lost', { by: 'mallory' });
    await story.settled();
    github.webhooks.policy = () => 'drop';
    world.enableProtections('acme/lost', { by: 'olivia' });
    github.webhooks.policy = () => 'send';

    world.setProtection('acme/lost', { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
    await story.settled();

    expect(story.rule('acme/lost')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/lost').conclusion).toBe('success');
  });

  test('is not written into by a command either', async () => {
    const { world } = story;
    await protectedRepository('acme/off-too');
    const { number } = world.openIssue('acme/off-too', { title: 'Drift?', by: 'mia' });
    world.setProtection('acme/off-too', { pattern: 'main', by: 'olivia', set: {} });
    world.disableProtections('acme/off-too', { by: 'mallory' });
    await story.settled();

    const cost = await story.cost(() =>
      world.comment('acme/off-too', { number, by: 'mia', body: '/mainstay sync' }),
    );

    expect(cost.writes).toBe(0);
    expect(story.replies('acme/off-too', number)).toHaveLength(1);
    expect(story.replies('acme/off-too', number)[0]).toContain('Switched off by mallory');
  });
});

describe('GitHub', () => {
  test('out of order for a moment: the repair comes later and still names Mallory', async () => {
    await protectedRepository('acme/outage');
    let failures = 0;
    story.github.faults = ({ method }) => {
      failures += method === 'PUT' ? 1 : 0;
      return method === 'PUT' && failures <= 2
        ? { status: 502, body: { message: 'Server Error' } }
        : undefined;
    };

    story.world.deleteProtection('acme/outage', { pattern: 'main', by: 'mallory' });
    await story.settled();
    story.github.faults = undefined;

    expect(failures).toBe(3);
    expect(story.rule('acme/outage')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/outage').output.summary).toContain('Changed by `mallory`');
  });

  test('out of order between the repair and its report: it is told later, with its table', async () => {
    await protectedRepository('acme/untold');
    let failures = 0;
    story.github.faults = ({ path }) => {
      failures += path.endsWith('/check-runs') ? 1 : 0;
      const fails = path.endsWith('/check-runs') && failures <= 1;
      return fails ? { status: 502, body: { message: 'Server Error' } } : undefined;
    };

    const cost = await story.cost(() => mallorySets('acme/untold', { adminsEnforced: false }));
    story.github.faults = undefined;

    expect(failures).toBe(2);
    expect(cost.writes).toBe(1);
    expect(story.rule('acme/untold')).toMatchObject(AS_BUILT_IN);
    expect(story.report('acme/untold').output.summary).toContain('| Administrators included | no | yes |');
    expect(story.report('acme/untold').output.summary).toContain('Changed by `mallory`');
  });

  test('asking to wait is waited for, and the repair comes afterwards', async () => {
    await protectedRepository('acme/limited');
    let asked = 0;
    story.github.faults = ({ path }) => {
      asked += path === '/graphql' ? 1 : 0;
      const headers = { 'retry-after': '1' };
      const body = { message: 'You have exceeded a secondary rate limit.' };
      return path === '/graphql' && asked === 1 ? { status: 403, headers, body } : undefined;
    };

    await mallorySets('acme/limited', { forcePushes: true });
    story.github.faults = undefined;

    expect(story.rule('acme/limited')).toMatchObject(AS_BUILT_IN);
    const waits = story.house.lines().findLast(({ msg }) => msg.startsWith('run waits'));
    expect(waits).toMatchObject({ repository: 'acme/limited', until: expect.any(String) });
  });
});
