import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory, reactionsTo } from './open-story.ts';

const MINUTE = 60_000;
/** Mainstay's clock beside the one that its queue wakes by: a pause of a minute ends half a second after it is given. */
const EARLIER = 500 - MINUTE;
const PERMISSIONS = {
  administration: 'write',
  checks: 'write',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  merge_queues: 'read',
  members: 'read',
} as const;
let offset = 0;
const story = openStory({ now: () => new Date(Date.now() + offset) });
let api: string;
let number: number;
let repositories = 0;

beforeAll(async () => {
  story.organisation('acme');
  story.world.addPerson('oscar');
  story.world.setMember('acme', { who: 'oscar', role: 'admin', by: 'olivia' });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

beforeEach(async () => {
  offset = 0;
  repositories += 1;
  api = `acme/api-${repositories}`;
  story.repository(api);
  ({ number } = story.world.openIssue(api, { title: 'The release is broken', by: 'rosa' }));
  await calm();
});

function writes(login: string, body: string, on = number) {
  return story.world.comment(api, { number: on, by: login, body });
}

function loosens(login = 'mallory'): void {
  story.world.setProtection(api, { pattern: 'main', by: login, set: { adminsEnforced: false } });
}

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

/** Resolves when there are so many replies: while a wait of half a second goes on, nothing is ever calm. */
async function answered(count: number): Promise<void> {
  while (story.replies(api, number).length < count) {
    await story.github.delivered();
    await story.house.mainstay().idle();
  }
}

/** Nothing waits for the clock when a test is over. */
async function over(): Promise<void> {
  story.world.comment(api, { number, by: 'oscar', body: '/mainstay resume' });
  await calm();
}

describe('/mainstay pause', () => {
  test('by an owner lets the protection be loosened, shows who, why and until when, and ends by the clock', async () => {
    offset = EARLIER;
    const comment = writes('olivia', '/mainstay pause 1m the *release* is broken');
    await answered(1);
    loosens();
    await calm();
    const paused = { rule: story.rule(api), report: story.report(api) };

    offset = 0;
    await story.settled();

    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.replies(api, number)[0]).toMatch(
      /^`olivia`: protection is paused until .* UTC: the \\\*release\\\* is broken\./,
    );
    expect(paused.rule?.adminsEnforced).toBe(false);
    expect(paused.report.conclusion).toBe('neutral');
    expect(paused.report.output.title).toMatch(
      /^main is paused until .* UTC by olivia, and differs from the policy in 1 setting: the \*release\* is broken$/,
    );
    expect(paused.report.output.summary).toContain('| Administrators included | no | yes |');
    expect(paused.report.output.summary).toContain('the \\*release\\* is broken');
    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
    expect(story.report(api).output).toMatchObject({ title: 'Repaired 1 setting of main' });
    expect(story.report(api).output.summary).toContain('Changed by `mallory`');
  });

  test('is ended by /mainstay resume, and what was loosened is repaired', async () => {
    writes('olivia', '/mainstay pause 4h hotfix');
    await calm();
    loosens();
    await calm();
    const during = story.rule(api)?.adminsEnforced;

    const comment = writes('olivia', '/mainstay resume');
    await calm();

    expect(during).toBe(false);
    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.replies(api, number)[1]).toContain('the pause that `olivia` gave until');
    expect(story.report(api).conclusion).toBe('success');
  });

  test('survives a restart', async () => {
    writes('olivia', '/mainstay pause 4h hotfix');
    await calm();

    await story.house.restart();
    loosens();
    await calm();

    expect(story.rule(api)?.adminsEnforced).toBe(false);
    expect(story.report(api).output.title).toContain('paused until');
    await over();
  });

  test('given again replaces the first, and says so', async () => {
    writes('olivia', '/mainstay pause 4h hotfix');
    await calm();
    writes('olivia', '/mainstay pause 2h another hotfix');
    await calm();

    expect(story.replies(api, number)[1]).toContain('This replaces the pause that `olivia` gave until');
    expect(story.report(api).output.title).toContain('another hotfix');
    await over();
  });

  test('leaves /mainstay sync and /mainstay repair without effect until it is over, and they say so', async () => {
    writes('olivia', '/mainstay pause 4h hotfix');
    await calm();
    loosens();
    writes('mia', '/mainstay repair');
    await calm();

    expect(story.rule(api)?.adminsEnforced).toBe(false);
    expect(story.replies(api, number)[1]).toContain('Protection is paused by a person');
    await over();
  });
});

describe('/mainstay pause is refused', () => {
  test.each([
    ['to an administrator, where owners may', 'mallory', '4h hotfix', 'the right of the owners of `acme`'],
    ['to a maintainer', 'mia', '4h hotfix', 'the right of the owners of `acme`'],
    ['without a duration', 'olivia', 'hotfix', 'begins with how long it is to last'],
    ['for longer than the policy allows', 'olivia', '2d hotfix', 'longer than the policy allows'],
    ['without a reason', 'olivia', '4h', 'a pause needs a reason'],
  ])('%s, with the reason, and nothing is changed', async (...[, login, argument, words]) => {
    const comment = writes(login, `/mainstay pause ${argument}`);
    await calm();
    loosens();
    await calm();

    expect(reactionsTo(comment)).toEqual(['eyes', 'confused']);
    expect(story.replies(api, number)).toEqual([expect.stringContaining(words)]);
    expect(story.replies(api, number)[0]).toContain('Nothing was changed.');
    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
  });

  test('to somebody who only writes, with the one polite reply', async () => {
    writes('walt', '/mainstay pause 4h hotfix');
    await calm();

    expect(story.replies(api, number)).toEqual([expect.stringMatching(/^Sorry `walt`/)]);
  });

  test('on the repository that holds the policy', async () => {
    const home = 'acme/.github';
    story.repository(home);
    const issue = story.world.openIssue(home, { title: 'Hm', by: 'olivia' });
    await calm();

    story.world.comment(home, { number: issue.number, by: 'olivia', body: '/mainstay pause 1h hotfix' });
    await calm();
    story.world.setProtection(home, { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
    await calm();

    expect(story.replies(home, issue.number)).toEqual([expect.stringContaining('is never paused')]);
    expect(story.rule(home)?.adminsEnforced).toBe(true);
  });

  test('while GitHub does not show who owns the organisation, and the reply names the permission', async () => {
    const permissions = Object.fromEntries(
      Object.entries(PERMISSIONS).filter(([name]) => name !== 'members'),
    );
    story.world.changePermissions('acme', { permissions, by: 'olivia' });
    await calm();

    writes('olivia', '/mainstay pause 1h hotfix');
    await calm();
    story.world.changePermissions('acme', { permissions: PERMISSIONS, by: 'olivia' });
    await calm();

    expect(story.replies(api, number)[0]).toContain('I cannot tell whether you may do that');
    expect(story.replies(api, number)[0]).toMatch(/members/i);
  });

  test('/mainstay resume where nothing is paused says so', async () => {
    writes('olivia', '/mainstay resume');
    await calm();

    expect(story.replies(api, number)).toEqual([expect.stringContaining('is not paused')]);
  });
});

describe('/mainstay approve', () => {
  test('on the policy repository by an administrator who is no owner is refused with the reason', async () => {
    const title = 'The policy';
    const { number: issue } = story.world.openIssue('acme/.github', { title, by: 'rosa' });
    story.world.comment('acme/.github', { number: issue, by: 'mallory', body: '/mainstay approve' });
    await calm();

    expect(story.replies('acme/.github', issue)).toEqual([
      expect.stringMatching(/^Sorry `mallory`, you may not approve this: .*owners of `acme`/),
    ]);
  });

  test('on another repository by whoever is no administrator of it is refused: its file is theirs', async () => {
    writes('mia', '/mainstay approve');
    await calm();

    expect(story.replies(api, number)).toEqual([
      expect.stringMatching(/^Sorry `mia`, you may not approve this: .*administrators of `acme\/api/),
    ]);
  });

  test('by an owner is taken on', async () => {
    const comment = writes('olivia', '/mainstay approve');
    await calm();

    expect(reactionsTo(comment)[0]).toBe('eyes');
  });
});
