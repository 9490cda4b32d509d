import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory } from './open-story.ts';

const MINUTE = 60_000;
const BOT = 'settings-sync[bot]';
/** Mainstay's clock, which stands still but where a test moves it. */
let clock = Date.now();
const story = openStory({ now: () => new Date(clock) });
let api: string;
let repositories = 0;

beforeAll(async () => {
  story.organisation('acme');
  story.world.addApp({ id: 99, slug: 'settings-sync' });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

beforeEach(async () => {
  clock = Date.now();
  repositories += 1;
  api = `acme/api-${repositories}`;
  story.repository(api);
  await story.settled();
});

/** Resolves when all that can be done now was done; what waits for the clock waits on. */
async function calm(): Promise<void> {
  for (;;) {
    const before = story.github.exchanges.length + story.github.deliveries.length;
    await story.github.delivered();
    await story.house.mainstay().idle();
    await story.github.delivered();
    const { due, running } = await story.house.mainstay().depth();
    const after = story.github.exchanges.length + story.github.deliveries.length;
    if (due + running === 0 && before === after) return;
  }
}

async function loosened(by = BOT): Promise<void> {
  clock += 1;
  story.world.setProtection(api, { pattern: 'main', by, set: { adminsEnforced: false } });
  await calm();
}

/** Something else happens, and the repository is looked at. */
async function looked(): Promise<void> {
  story.world.push(api, { by: 'walt', branch: 'main', files: { [`f${clock}`]: '1' } });
  await calm();
}

async function contested(): Promise<void> {
  for (let times = 0; times < 3; times += 1) await loosened();
}

function admins(): boolean | undefined {
  return story.rule(api)?.adminsEnforced;
}

function issues() {
  return [...story.world.repository(api).issues.values()];
}

/** The clock goes on until the contest is over, so that nothing waits when a test is. */
async function over(): Promise<void> {
  clock += 16 * MINUTE;
  await looked();
  clock += 61 * MINUTE;
  await looked();
}

describe('Below the policy', () => {
  test('the third change back within an hour waits for a minute, and one issue names both sides', async () => {
    await loosened();
    await loosened();
    const twice = { admins: admins(), issues: issues().length };
    await loosened();

    expect(twice).toEqual({ admins: true, issues: 0 });
    expect(admins()).toBe(false);
    expect(issues()).toHaveLength(1);
    expect(issues()[0]).toMatchObject({
      state: 'open',
      title: 'Somebody else keeps changing "Administrators included" of main',
    });
    expect(issues()[0]?.body?.match(/\| `settings-sync\[bot\]` \| yes \| no \|/g)).toHaveLength(3);
    expect(issues()[0]?.body).toContain('Mainstay goes by built-in policy');
    expect(story.report(api)).toMatchObject({ conclusion: 'action_required' });
    expect(story.report(api).output.summary).toContain('`second_manager`');
    await over();
  });

  test('the pauses end by the clock, and grow', async () => {
    // The queue wakes by a clock of its own: by that one, the first pause is over in half a second.
    clock = Date.now() + 500 - MINUTE;
    story.world.setProtection(api, { pattern: 'main', by: BOT, set: { adminsEnforced: false } });
    await story.settled();
    await loosened();
    clock += 1;
    story.world.setProtection(api, { pattern: 'main', by: BOT, set: { adminsEnforced: false } });
    while (issues().length === 0) {
      await story.github.delivered();
      await story.house.mainstay().idle();
    }
    clock += MINUTE;
    await story.settled();
    const repaired = [admins()];

    for (const minutes of [2, 4, 8, 15, 15]) {
      await loosened();
      clock += minutes * MINUTE - 1;
      await looked();
      repaired.push(admins());
      clock += 1;
      await looked();
      repaired.push(admins());
    }

    expect(repaired).toEqual([true, ...[2, 4, 8, 15, 15].flatMap(() => [false, true])]);
    expect(issues()).toHaveLength(1);
    await over();
  });

  test('what happens meanwhile does not shorten the pause, and other settings are repaired at once', async () => {
    await contested();

    story.world.setProtection(api, { pattern: 'main', by: 'mallory', set: { forcePushes: true } });
    await calm();
    await looked();

    expect(admins()).toBe(false);
    expect(story.rule(api)?.forcePushes).toBe(false);
    expect(story.reports(api).length).toBeGreaterThan(0);
    await over();
    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
  });

  test('the issue is brought up to date, not doubled, over a restart as well, and closed when it is over', async () => {
    await contested();
    await story.house.restart();
    clock += 2 * MINUTE;
    await looked();
    const repaired = admins();
    await loosened();
    const during = issues().map(({ state, body }) => [state, body?.match(/yes \| no/g)?.length]);
    clock += 3 * MINUTE;
    await looked();
    clock += 59 * MINUTE;
    await looked();
    const stillOpen = issues()[0]?.state;
    clock += 2 * MINUTE;
    await looked();

    expect(repaired).toBe(true);
    expect(during).toEqual([['open', 4]]);
    expect(stillOpen).toBe('open');
    expect(issues()).toHaveLength(1);
    expect(issues()[0]).toMatchObject({ state: 'closed' });
    expect(issues()[0]?.body).toContain('This is over');
    expect(story.report(api).output.summary).not.toContain('second_manager');
  });

  test('the same issue is opened again when it begins again', async () => {
    await contested();
    await over();
    const closed = issues()[0]?.state;

    await loosened();
    await contested();

    expect(closed).toBe('closed');
    expect(issues().map(({ state }) => state)).toEqual(['open']);
    await over();
  });

  test('a person who says /mainstay sync has it repaired at once', async () => {
    await contested();
    const { number } = story.world.openIssue(api, { title: 'Hm', by: 'rosa' });

    story.world.comment(api, { number, by: 'mia', body: '/mainstay sync' });
    await calm();

    expect(admins()).toBe(true);
    await over();
  });

  test('a person who insists gets no unprotected day either', async () => {
    for (let times = 0; times < 3; times += 1) await loosened('mallory');
    const waiting = admins();

    clock += MINUTE;
    await looked();

    expect([waiting, admins()]).toEqual([false, true]);
    expect(issues()[0]?.body).toContain('| `mallory` |');
    await over();
  });

  test('what was changed during a pause of the protection does not count', async () => {
    const { number } = story.world.openIssue(api, { title: 'Hotfix', by: 'rosa' });
    await loosened('mallory');
    await loosened('mallory');
    story.world.comment(api, { number, by: 'olivia', body: '/mainstay pause 1h hotfix' });
    await calm();
    await loosened('mallory');

    story.world.comment(api, { number, by: 'olivia', body: '/mainstay resume' });
    await calm();

    expect(admins()).toBe(true);
    expect(issues()).toHaveLength(1);
  });
});
