import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory, reactionsTo } from './open-story.ts';

const story = openStory();
let api: string;
let number: number;
let repositories = 0;

beforeAll(async () => {
  story.organisation('acme');
  story.organisation('free', { plan: 'free' });
  for (const login of ['acme', 'free']) story.world.installApp(login, { by: 'olivia' });
  await story.settled();
});

// Each test has a repository of its own, protected, with an issue in it.
beforeEach(async () => {
  repositories += 1;
  api = `acme/api-${repositories}`;
  story.repository(api);
  ({ number } = story.world.openIssue(api, { title: 'Is main protected?', by: 'rosa' }));
  await story.settled();
});

/** A change of the settings that GitHub does not tell of. */
async function unnoticed(set: Parameters<typeof story.world.setProtection>[1]['set']): Promise<void> {
  const { webhooks } = story.github;
  webhooks.policy = () => 'drop';
  story.world.setProtection(api, { pattern: 'main', by: 'mallory', set });
  webhooks.policy = () => 'send';
  await story.settled();
}

function writes(login: string, body: string, on = number) {
  return story.world.comment(api, { number: on, by: login, body });
}

describe('/mainstay sync', () => {
  test.each(['/mainstay sync', '/resync', '/mainstay sync please, main looks odd\n\nThanks!'])(
    'as %j: eyes at once, then the repair, then one reply in the words of the check run, and a rocket',
    async (body) => {
      await unnoticed({ adminsEnforced: false });
      const since = story.github.exchanges.length;

      const comment = writes('mia', body);
      await story.settled();

      const done = story.github.exchanges
        .slice(since)
        .filter(({ wrote, route }) => wrote && route !== 'token');
      expect(
        done.map(({ path, route }) => (route === 'graphql' ? 'repair' : path.split('/').at(-1))),
      ).toEqual(['reactions', 'repair', 'check-runs', 'comments', 'reactions']);
      expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
      expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
      expect(story.replies(api, number)).toEqual([
        expect.stringContaining(story.report(api).output.summary ?? '?'),
      ]);
      expect(story.replies(api, number)[0]).toContain('| Administrators included | no | yes |');
      expect(story.replies(api, number)[0]).toContain('Asked for by `mia`');
    },
  );

  test('works under a pull request as well, and for the owner', async () => {
    story.world.push(api, { by: 'walt', branch: 'feature', files: { a: '1' } });
    const pull = story.world.openPull(api, { title: 'Feature', by: 'walt', branch: 'feature' });
    await story.settled();

    const comment = writes('olivia', '/mainstay sync', pull.number);
    await story.settled();

    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
    expect(story.replies(api, pull.number)[0]).toContain('main is as the policy says');
  });

  test('on a compliant repository answers and leaves the check runs alone', async () => {
    const before = story.reports(api).length;

    const cost = await story.cost(() => writes('mia', '/mainstay sync'));

    expect(cost.writes).toBe(0);
    expect(story.reports(api)).toHaveLength(before);
    expect(story.replies(api, number)).toHaveLength(1);
  });

  test('ends with a confused face where it could not be done', async () => {
    story.repository('free/secret');
    const issue = story.world.openIssue('free/secret', { title: 'Why?', by: 'mia' });
    await story.settled();

    const comment = story.world.comment('free/secret', { number: issue.number, by: 'mia', body: '/resync' });
    await story.settled();

    expect(reactionsTo(comment)).toEqual(['eyes', 'confused']);
    expect(story.replies('free/secret', issue.number)[0]).toContain('upgrade the plan');
  });

  test('given twice in a moment is answered to both, and repaired once', async () => {
    await unnoticed({ forcePushes: true });

    const [cost] = [
      await story.cost(() => [writes('mia', '/mainstay sync'), writes('olivia', '/mainstay sync')]),
    ];

    expect(cost.writes).toBe(1);
    expect(story.replies(api, number)).toHaveLength(2);
  });
});

test('/mainstay plan answers what would change and changes nothing', async () => {
  await unnoticed({ adminsEnforced: false });

  const reports = story.reports(api).length;

  const cost = await story.cost(() => writes('mia', '/mainstay plan'));

  expect(cost.writes).toBe(0);
  expect(story.reports(api)).toHaveLength(reports);
  expect(story.rule(api)?.adminsEnforced).toBe(false);
  expect(story.replies(api, number)).toHaveLength(1);
  expect(story.replies(api, number)[0]).toContain('| Administrators included | no | yes |');
  expect(story.replies(api, number)[0]).toContain('main differs from the policy in 1 setting');
});

test('/mainstay help lists the commands, and so does a command that does not exist', async () => {
  writes('mia', '/mainstay help');
  writes('mia', '/mainstay explode');
  await story.settled();

  const [first, second] = story.replies(api, number);
  for (const name of ['sync', 'resync', 'plan', 'repair', 'help'])
    expect(first).toMatch(new RegExp(`/(mainstay )?${name}`));
  expect(second).toBe(first);
});

describe('Who may', () => {
  test('Walt who writes and Rosa who reads get one polite reply each, and nothing is done', async () => {
    await unnoticed({ adminsEnforced: false });

    const cost = await story.cost(async () => {
      for (const login of ['walt', 'rosa', 'walt', 'rosa']) {
        writes(login, '/mainstay sync');
        await story.settled();
      }
    });

    expect(cost.writes).toBe(0);
    expect(story.rule(api)?.adminsEnforced).toBe(false);
    expect(story.replies(api, number)).toEqual([
      expect.stringMatching(/^Sorry `walt`.*`admin` or `maintain`/),
      expect.stringMatching(/^Sorry `rosa`/),
    ]);
  });

  test('Somebody who maintains one repository and only reads another is told so in the other', async () => {
    story.world.addPerson('tom');
    story.world.setRole(api, { who: 'tom', role: 'maintain' });
    writes('tom', '/mainstay help');
    await story.settled();
    story.repository('acme/others');
    const elsewhere = story.world.openIssue('acme/others', { title: 'Hm', by: 'walt' });

    story.world.comment('acme/others', { number: elsewhere.number, by: 'tom', body: '/mainstay sync' });
    await story.settled();

    expect(story.replies('acme/others', elsewhere.number)).toEqual([expect.stringMatching(/^Sorry `tom`/)]);
  });

  test('A stranger from outside gets the same one reply', async () => {
    story.world.addPerson('passer-by');
    story.repository('acme/open', { visibility: 'public' });
    const issue = story.world.openIssue('acme/open', { title: 'Hello', by: 'passer-by' });

    story.world.comment('acme/open', { number: issue.number, by: 'passer-by', body: '/mainstay sync' });
    await story.settled();

    expect(story.replies('acme/open', issue.number)).toEqual([expect.stringMatching(/^Sorry `passer-by`/)]);
  });

  test('A team that administers, or the role given since, counts as GitHub answers now', async () => {
    const { world } = story;
    world.addPerson('tara');
    world.addTeam('acme/leads', ['tara']);
    world.setRole(api, { who: 'team:leads', role: 'maintain' });

    const comment = writes('tara', '/mainstay sync');
    await story.settled();

    expect(reactionsTo(comment)).toEqual(['eyes', 'rocket']);
  });

  test('Nobody gets more than twenty answers an hour, over all repositories; then silence costs nothing', async () => {
    story.world.addPerson('eager');
    story.world.setRole(api, { who: 'eager', role: 'maintain' });
    for (let times = 0; times < 21; times += 1) writes('eager', '/mainstay help');
    await story.settled();

    const silence = await story.cost(() => writes('eager', '/mainstay sync'));

    const replies = story.replies(api, number);
    expect(replies).toHaveLength(21);
    expect(replies.filter((reply) => reply.includes('Try again later'))).toHaveLength(1);
    expect(silence.total).toBe(0);
  });
});

describe('Nothing happens', () => {
  test.each([
    ['to a quoted command', '> /mainstay sync\n\nWhat does this do?'],
    ['to one that is not on the first line', 'Dear Mainstay,\n/mainstay sync'],
    ['to one in a code block', '```\n/mainstay sync\n```'],
    ['to one that is indented as code', '    /mainstay sync'],
    ['to one in a sentence', 'Try /mainstay sync'],
    ['to a longer word', '/mainstays sync'],
  ])('%s', async (_, body) => {
    const cost = await story.cost(() => writes('mia', body));

    expect(cost.total).toBe(0);
    expect(story.replies(api, number)).toEqual([]);
  });

  test('to a command that was edited into a comment', async () => {
    const comment = writes('mia', 'Hello');
    await story.settled();

    const cost = await story.cost(() =>
      story.world.editComment(api, { id: comment.id, body: '/mainstay sync', by: 'mia' }),
    );

    expect(cost.total).toBe(0);
    expect(reactionsTo(comment)).toEqual([]);
  });

  test('to a command of a bot, Mainstay itself included', async () => {
    story.world.addApp({ id: 29110, slug: 'dependabot' });

    const cost = await story.cost(() => [
      writes('dependabot[bot]', '/mainstay sync'),
      writes('mainstay[bot]', '/mainstay sync'),
    ]);

    expect(cost.total).toBe(0);
  });

  test('to a command that arrives a second time', async () => {
    story.github.webhooks.policy = () => 'twice';
    writes('mia', '/mainstay help');
    story.github.webhooks.policy = () => 'send';
    await story.settled();

    expect(story.replies(api, number)).toHaveLength(1);
  });
});
