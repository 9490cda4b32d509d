import { beforeAll, describe, expect, test } from '@jest/globals';
import { openPolicyStory, POLICY } from './open-policy.ts';
import { AS_BUILT_IN, FIVE } from './open-story.ts';

const story = openPolicyStory();
const ASKED = 'version: 1\nstrict: true\n';
const LESS = 'version: 1\n';
const MORE = 'version: 1\nstrict: true\nlinear_history: true\n';

/** Somebody pushes a policy straight to the default branch. */
async function push(org: string, by: string, text: string): Promise<void> {
  story.world.push(`${org}/.github`, { by, files: { [POLICY]: text } });
  await story.settled();
}

/** What a repository that is made now gets. */
async function newcomer(org: string) {
  const name = `${org}/new-${story.github.exchanges.length}`;
  story.world.createRepository(name, { by: 'olivia' });
  await story.settled();
  return story.rule(name);
}

function told(org: string): string {
  return story.report(`${org}/.github`).output.summary ?? '';
}

describe('A policy pull request', () => {
  test('with a broken file fails, with an annotation on the line, and merged leaves the last one in force', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, 'version: 1\nstrickt: false\n');

    const run = story.policyRun(`${org}/.github`, number);
    await story.merge(org, number);

    expect(run?.conclusion).toBe('failure');
    expect(run?.output.title).toMatch(/^This policy file would not count: .*, line 2$/);
    expect(run?.output.annotations).toMatchObject([{ path: POLICY, start_line: 2 }]);
    expect(run?.actions).toEqual([]);
    expect((await newcomer(org))?.checks?.strict).toBe(true);
  });

  test('that only asks for more is a success, and counts with its merge', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, MORE);

    const run = story.policyRun(`${org}/.github`, number);
    const before = story.rule(`${org}/api-1`)?.linearHistory;
    await story.merge(org, number);

    expect(run?.conclusion).toBe('success');
    expect(run?.output.title).toBe('Changes 3 of 3 repositories');
    expect(run?.output.summary).toContain('none would be made weaker');
    expect(before).toBe(false);
    expect(story.rule(`${org}/api-1`)?.linearHistory).toBe(true);
    expect(story.rule(`${org}/api-2`)?.linearHistory).toBe(true);
  });

  test('that changes nothing says so', async () => {
    const org = await story.governed(ASKED);
    const number = await story.propose(org, `${ASKED}# as ever\n`);

    expect(story.policyRun(`${org}/.github`, number)).toMatchObject({
      conclusion: 'success',
      output: { title: 'Changes nothing' },
    });
  });

  test('that leaves the file alone has no such check run', async () => {
    const org = await story.governed(ASKED);
    story.world.push(`${org}/.github`, { by: 'walt', branch: 'docs', files: { 'a.md': 'a' } });
    const { number } = story.world.openPull(`${org}/.github`, { title: 'A', by: 'walt', branch: 'docs' });
    await story.settled();

    expect(story.policyRun(`${org}/.github`, number)).toBeUndefined();
  });

  test('whose parts contradict each other fails, and merged leaves the last one in force', async () => {
    const org = await story.governed(ASKED);
    const text = [
      'version: 1',
      'strict: true',
      'repositories:',
      '  - match: { name: api-* }',
      '    reviews: { count: 1 }',
      '  - match: { name: "*-1" }',
      '    reviews: { count: 2 }',
      'linear_history: true',
      '',
    ].join('\n');
    const number = await story.propose(org, text);
    const run = story.policyRun(`${org}/.github`, number);
    story.world.reviewPull(`${org}/.github`, { number, by: 'olivia', state: 'APPROVED' });
    await story.settled();
    await story.merge(org, number);

    expect(run?.conclusion).toBe('failure');
    expect(run?.output.summary).toContain('Line 5 says `reviews.count: 1`');
    expect(run?.output.summary).toContain('line 7 says `reviews.count: 2`');
    expect(await newcomer(org)).toMatchObject({ linearHistory: false, checks: { strict: true } });
    expect(story.rule(`${org}/api-2`)?.linearHistory).toBe(false);
    expect(story.report(`${org}/.github`).conclusion).not.toBe('success');
  });
});

describe('A policy that touches more repositories than its guard lets it', () => {
  test('waits for an owner, although it only asks for more', async () => {
    const org = await story.governed('version: 1\nguard: { max_repositories: 2 }\n');
    const text = 'version: 1\nlinear_history: true\nguard: { max_repositories: 2 }\n';
    const number = await story.propose(org, text);
    const run = story.policyRun(`${org}/.github`, number);
    await story.merge(org, number);
    const waiting = [story.rule(`${org}/api-1`)?.linearHistory, told(org)];

    const { number: issue } = story.world.openIssue(`${org}/.github`, { title: 'Go', by: 'walt' });
    story.world.comment(`${org}/.github`, { number: issue, by: 'olivia', body: '/mainstay approve' });
    await story.settled();

    expect(run?.conclusion).toBe('action_required');
    expect(run?.output.title).toBe('Waits for approval: Changes 3 of 3 repositories');
    expect(waiting).toEqual([false, expect.stringContaining('`policy_waits`')]);
    expect(story.rule(`${org}/api-1`)?.linearHistory).toBe(true);
    expect(story.rule(`${org}/api-2`)?.linearHistory).toBe(true);
  });

  test('is held against the guard of the policy in force, not against its own', async () => {
    const org = await story.governed('version: 1\nguard: { max_repositories: 2 }\n');
    const text = 'version: 1\nlinear_history: true\nguard: { max_repositories: 200 }\n';
    const number = await story.propose(org, text);

    expect(story.policyRun(`${org}/.github`, number)?.conclusion).toBe('action_required');
  });
});

describe('The first policy file of an organisation', () => {
  const WEAKER = 'version: 1\nreplace: true\nrequired_checks: []\n';

  test('counts at once at installation, weaker as it may be than the built-in one', async () => {
    const org = await story.governed(WEAKER);

    expect(story.required(`${org}/api-1`)).toEqual([]);
    expect(story.rule(`${org}/api-1`)).toMatchObject({ adminsEnforced: true, forcePushes: false });
  });

  test('that is weaker than the built-in one, which was in force, waits for an owner', async () => {
    const org = await story.governed(null);
    await push(org, 'mallory', WEAKER);

    expect(await newcomer(org)).toMatchObject(AS_BUILT_IN);
    expect(told(org)).toContain('`policy_waits`');
  });

  test('that is no weaker counts at once', async () => {
    const org = await story.governed(null);
    await push(org, 'mallory', ASKED);

    expect(story.rule(`${org}/api-1`)?.checks?.strict).toBe(true);
    expect(story.required(`${org}/api-1`)).toEqual(FIVE);
  });
});

describe('A weaker policy that is pushed straight to the default branch', () => {
  test('waits where whoever pushed it owns nothing', async () => {
    const org = await story.governed(ASKED);
    await push(org, 'mallory', LESS);

    expect((await newcomer(org))?.checks?.strict).toBe(true);
    expect(told(org)).toContain('`policy_waits`');
  });

  test('counts where the only owner there is pushed it', async () => {
    const org = await story.governed(ASKED);
    await push(org, 'olivia', LESS);

    expect((await newcomer(org))?.checks?.strict).toBe(false);
    expect(told(org)).not.toContain('policy_waits');
  });

  test('waits where an owner pushed it who is not the only one, until another one approves it', async () => {
    const org = await story.governed(ASKED, { owners: ['oscar'] });
    await push(org, 'olivia', LESS);
    const waiting = (await newcomer(org))?.checks?.strict;

    const { number } = story.world.openIssue(`${org}/.github`, { title: 'Go', by: 'walt' });
    story.world.comment(`${org}/.github`, { number, by: 'oscar', body: '/mainstay approve' });
    await story.settled();

    expect(waiting).toBe(true);
    expect((await newcomer(org))?.checks?.strict).toBe(false);
  });

  test('is not admitted by whoever pushes something else after it', async () => {
    const org = await story.governed(ASKED);
    await push(org, 'mallory', LESS);

    story.world.push(`${org}/.github`, { by: 'olivia', files: { 'README.md': 'hello\n' } });
    await story.settled();

    expect((await newcomer(org))?.checks?.strict).toBe(true);
  });
});

describe('While a policy waits', () => {
  let org: string;
  beforeAll(async () => {
    org = await story.governed(ASKED);
    await push(org, 'mallory', LESS);
  });

  test('what somebody loosens is repaired by the last one in force', async () => {
    story.world.setProtection(`${org}/api-1`, {
      pattern: 'main',
      by: 'mallory',
      set: ({ checks }) => ({ adminsEnforced: false, checks: checks && { ...checks, strict: false } }),
    });
    await story.settled();

    expect(story.rule(`${org}/api-1`)).toMatchObject({ adminsEnforced: true, checks: { strict: true } });
  });

  test('a sweep and a restart do not let it in', async () => {
    await story.house.restart();
    await story.settled();

    expect((await newcomer(org))?.checks?.strict).toBe(true);
    expect(told(org)).toContain('`policy_waits`');
  });

  test('a file that is as good as the last one takes its place', async () => {
    await push(org, 'mallory', ASKED);

    expect(told(org)).not.toContain('policy_waits');
    expect(story.report(`${org}/.github`).conclusion).toBe('success');
  });
});
