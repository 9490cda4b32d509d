import { beforeAll, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

const story = openStory();
const PATH = '.github/mainstay.yml';

beforeAll(async () => {
  for (const login of ['plain', 'ruled', 'own']) {
    story.organisation(login);
    story.repository(`${login}/api`);
    story.repository(`${login}/web`);
  }
  story.repository('ruled/.github', { from: { files: { [PATH]: 'version: 1\n' } } });
  for (const login of ['plain', 'ruled', 'own']) story.world.installApp(login, { by: 'olivia' });
  await story.settled();
});

/** Olivia merges a policy file; without a text, she removes it. */
async function policy(repository: string, text: string | null): Promise<void> {
  const what = text === null ? { deletes: [PATH] } : { files: { [PATH]: text } };
  story.world.push(repository, { by: 'olivia', ...what });
  await story.settled();
}

async function newRepository(fullName: string, text?: string): Promise<void> {
  const files = { 'README.md': '# it\n', ...(text === undefined ? {} : { [PATH]: text }) };
  story.repository(fullName, { from: { files } });
  await story.settled();
}

/** The reports on a repository's head, as conclusion and title. */
function said(fullName: string): readonly string[] {
  return story.reports(fullName).map(({ conclusion, output }) => `${conclusion}: ${output.title}`);
}

describe('Without a policy file', () => {
  test('and without a .github repository the built-in policy holds, and that is no problem', () => {
    expect(story.rule('plain/api')).toMatchObject(AS_BUILT_IN);
    expect(story.rule('plain/api')?.checks?.strict).toBe(false);
    expect(story.report('plain/api').conclusion).toBe('success');
    expect(story.report('plain/api').output.summary).not.toContain('policy_');
  });

  test('but with a .github repository as well', async () => {
    await newRepository('plain/.github');
    await newRepository('plain/new');

    expect(story.rule('plain/new')).toMatchObject(AS_BUILT_IN);
    expect(story.report('plain/new').output.summary).not.toContain('policy_');
  });
});

describe("The organisation's policy", () => {
  test('reaches every repository when it changes', async () => {
    await policy('ruled/.github', 'version: 1\nstrict: true\nrequired_checks: [test, e2e]\n');

    for (const name of ['ruled/api', 'ruled/web']) {
      expect(story.rule(name)?.checks?.strict).toBe(true);
      expect(story.required(name)).toEqual([...FIVE, 'e2e']);
      expect(story.report(name).output.summary).toContain(`ruled/.github/${PATH}:3`);
    }
  });

  test('never asks .github itself for a check, so that the policy can always be changed', () => {
    const rule = story.rule('ruled/.github');

    expect(rule).toMatchObject({ checks: null, adminsEnforced: true, forcePushes: false, deletions: false });
    expect(story.report('ruled/.github').conclusion).toBe('success');
    expect(story.report('ruled/.github').output.summary).toContain('check_not_ready');
  });

  test('takes checks as job, literal, with a source, and only once they are ready', async () => {
    await policy(
      'ruled/.github',
      [
        'version: 1',
        'replace: true',
        'required_checks:',
        '  - test',
        '  - { check: build, workflow: ci.yml, source: github-actions }',
        '  - { context: "ci/circleci: build", source: any }',
        '  - { check: nightly, when: ready }',
        '',
      ].join('\n'),
    );
    await newRepository('ruled/forms');

    expect(story.rule('ruled/forms')?.checks?.checks).toEqual([
      { context: 'test', appId: null },
      { context: 'build', appId: 15368 },
      { context: 'ci/circleci: build', appId: null },
    ]);
    expect(story.report('ruled/forms').output.summary).toContain('Not required until it can report');
  });

  test('without administrators leaves them as found', async () => {
    await policy('ruled/.github', 'version: 1\ninclude_admins: false\n');
    await newRepository('ruled/lenient');
    const made = story.rule('ruled/lenient');

    story.world.setProtection('ruled/api', {
      pattern: 'main',
      by: 'mallory',
      set: { adminsEnforced: false },
    });
    await story.settled();

    expect(made).toMatchObject({ ...AS_BUILT_IN, adminsEnforced: false });
    expect(story.rule('ruled/api')?.adminsEnforced).toBe(false);
    expect(story.rule('ruled/web')?.adminsEnforced).toBe(true);
  });

  test('with ~DEFAULT_BRANCH protects whatever the default branch is called', async () => {
    await policy('ruled/.github', 'version: 1\nbranches: [~DEFAULT_BRANCH]\n');
    story.repository('ruled/trunk', { defaultBranch: 'trunk' });
    await story.settled();
    const named = story.rule('ruled/trunk', 'trunk');

    story.world.push('ruled/trunk', { by: 'walt', branch: 'next' });
    story.world.setDefaultBranch('ruled/trunk', { branch: 'next', by: 'olivia' });
    await story.settled();

    expect(named).toMatchObject(AS_BUILT_IN);
    expect(story.rule('ruled/trunk', 'next')).toMatchObject(AS_BUILT_IN);
    expect(story.report('ruled/trunk', 'next').conclusion).toBe('success');
  });

  test('with a branch that comes later protects it with its first push', async () => {
    await policy('ruled/.github', 'version: 1\nbranches: [main, release]\n');
    await newRepository('ruled/later');

    story.world.push('ruled/later', { by: 'walt', branch: 'release', files: { a: '1' } });
    await story.settled();

    expect(story.rule('ruled/later', 'release')).toMatchObject(AS_BUILT_IN);
    expect(story.report('ruled/later', 'release').conclusion).toBe('success');
  });

  test('with several branches that share one head protects each and reports once', async () => {
    await policy('ruled/.github', 'version: 1\nbranches: [main, release, lts]\n');
    const { webhooks } = story.github;
    webhooks.policy = () => 'hold';
    story.repository('ruled/shared');
    const main = story.head('ruled/shared');
    story.world.repository('ruled/shared').branches.set('release', main).set('lts', main);
    webhooks.policy = () => 'send';
    webhooks.release();
    await story.settled();

    for (const branch of ['main', 'release', 'lts']) {
      expect(story.rule('ruled/shared', branch)).toMatchObject(AS_BUILT_IN);
    }
    expect(said('ruled/shared')).toEqual(['success: Protected main; Protected release; Protected lts']);
  });

  test('leaves an exempt repository alone, says so when asked, and takes it back when it is not exempt any more', async () => {
    const { world } = story;
    await policy('ruled/.github', 'version: 1\nexempt: ["sandbox-*"]\n');
    const cost = await story.cost(() => story.repository('ruled/sandbox-1'));
    const { number } = world.openIssue('ruled/sandbox-1', { title: 'Hm', by: 'mia' });
    world.comment('ruled/sandbox-1', { number, by: 'mia', body: '/mainstay sync' });
    await story.settled();
    const exempt = story.rule('ruled/sandbox-1');

    await policy('ruled/.github', 'version: 1\n');

    expect(cost).toMatchObject({ writes: 0, reports: 0 });
    expect(exempt).toBeNull();
    expect(story.replies('ruled/sandbox-1', number)[0]).toContain("exempt by the organisation's policy");
    expect(story.rule('ruled/sandbox-1')).toMatchObject(AS_BUILT_IN);
  });
});

describe("A broken file of the organisation's", () => {
  test('fails on the head of .github alone, with line, column and the fix, and loosens nothing', async () => {
    await policy('ruled/.github', 'version: 1\nstrict: true\n');
    const before = story.reports('ruled/api').length;

    await policy('ruled/.github', 'version: 1\nstrict: tru\nrequird_checks: [test]\n');
    story.world.setProtection('ruled/api', {
      pattern: 'main',
      by: 'mallory',
      set: (now) => ({ checks: now.checks && { ...now.checks, strict: false } }),
    });
    await story.settled();

    const { conclusion, output } = story.report('ruled/.github');
    expect(conclusion).toBe('failure');
    expect(output.annotations).toEqual([
      expect.objectContaining({
        path: PATH,
        start_line: 2,
        end_line: 2,
        start_column: 9,
        annotation_level: 'failure',
      }),
      expect.objectContaining({ path: PATH, start_line: 3, end_line: 3, start_column: 1 }),
    ]);
    expect(output.summary).toContain(`ruled/.github/${PATH}:2:9`);
    expect(output.summary).toContain('required_checks');
    expect(story.rule('ruled/api')?.checks?.strict).toBe(true);
    expect(story.reports('ruled/api')).toHaveLength(before + 1);
    expect(said('ruled/api').at(-1)).toBe('success: Repaired 1 setting of main');
    expect(story.reports('ruled/web').every((run) => run.conclusion === 'success')).toBe(true);
  });

  test('holds new repositories to the last good policy', async () => {
    await newRepository('ruled/newcomer');

    expect(story.rule('ruled/newcomer')?.checks?.strict).toBe(true);
    expect(story.report('ruled/newcomer').conclusion).toBe('success');
  });

  test('is said once for a head, and is over with the mended file', async () => {
    const reports = story.reports('ruled/.github').length;
    story.world.setProtection('ruled/.github', { pattern: 'other', by: 'olivia', set: {} });
    await story.settled();
    const again = story.reports('ruled/.github').length;

    await policy('ruled/.github', 'version: 1\n');

    expect(again).toBe(reports);
    expect(story.report('ruled/.github').conclusion).toBe('success');
  });

  test('that is gone keeps the last good one in force and is reported on .github', async () => {
    await policy('ruled/.github', 'version: 1\nreplace: true\nrequired_checks: [test]\nstrict: true\n');

    await policy('ruled/.github', null);
    await newRepository('ruled/after');

    expect(story.report('ruled/.github').conclusion).toBe('failure');
    expect(story.report('ruled/.github').output.summary).toContain('policy_gone');
    expect(story.required('ruled/after')).toEqual(['test']);
    expect(story.rule('ruled/after')?.checks?.strict).toBe(true);
    expect(story.report('ruled/after').conclusion).toBe('success');
  });

  test('that went with its whole repository keeps the last good one in force, and every report says so', async () => {
    story.world.renameRepository('ruled/.github', { name: 'dot-github', by: 'olivia' });
    await story.settled();
    await newRepository('ruled/afterwards');

    expect(story.required('ruled/afterwards')).toEqual(['test']);
    expect(story.rule('ruled/afterwards')?.checks?.strict).toBe(true);
    expect(story.report('ruled/afterwards').conclusion).toBe('success');
    expect(story.report('ruled/afterwards').output.summary).toContain('policy_gone');
  });
});

describe("A repository's own file", () => {
  test('may ask for more', async () => {
    await newRepository(
      'own/more',
      'version: 1\nstrict: true\nrequired_checks: [e2e]\nbranches: [release]\n',
    );
    story.world.push('own/more', { by: 'walt', branch: 'release' });
    story.world.push('own/more', { by: 'walt' });
    await story.settled();

    expect(story.required('own/more')).toEqual([...FIVE, 'e2e']);
    expect(story.required('own/more', 'release')).toEqual([...FIVE, 'e2e']);
    expect(story.rule('own/more')?.checks?.strict).toBe(true);
  });

  test('may not ask for less: the organisation stays in force, and each line is told', async () => {
    await newRepository('own/less', 'version: 1\nmode: monitor\ninclude_admins: false\nexempt: ["*"]\n');

    const { conclusion, output } = story.report('own/less');
    expect(story.rule('own/less')).toMatchObject(AS_BUILT_IN);
    expect(conclusion).toBe('failure');
    expect(output.annotations.map(({ start_line: line }) => line)).toEqual([2, 3, 4]);
    expect(output.summary).toContain('policy_only_tightens');
  });

  test('that is broken fails on its own head; the last good one stays in force', async () => {
    await newRepository('own/typo', 'version: 1\nrequired_checks: [e2e]\n');

    await policy('own/typo', 'version: 1\nrequired_checks: [e2e\n');
    story.world.deleteProtection('own/typo', { pattern: 'main', by: 'mallory' });
    await story.settled();

    expect(story.required('own/typo')).toEqual([...FIVE, 'e2e']);
    expect(story.report('own/typo').conclusion).toBe('failure');
    expect(story.report('own/typo').output.annotations).toEqual([
      expect.objectContaining({ path: PATH, annotation_level: 'failure' }),
    ]);
    expect(story.reports('own/api').every(({ conclusion }) => conclusion === 'success')).toBe(true);
  });

  test('that is gone keeps the last good one in force and is reported', async () => {
    await newRepository('own/vanished', 'version: 1\nrequired_checks: [e2e]\n');

    await policy('own/vanished', null);
    story.world.setProtection('own/vanished', { pattern: 'main', by: 'mallory', set: { checks: null } });
    await story.settled();

    expect(story.required('own/vanished')).toEqual([...FIVE, 'e2e']);
    expect(story.report('own/vanished').output.summary).toContain('policy_gone');
  });
});

describe('An installation on selected repositories', () => {
  test('without .github gets the built-in policy, and every report says so', async () => {
    story.organisation('some');
    story.repository('some/api');
    const only = 'version: 1\nreplace: true\nrequired_checks: [e2e]\n';
    story.repository('some/.github', { from: { files: { [PATH]: only } } });
    story.world.installApp('some', { by: 'olivia', repositories: ['some/api'] });
    await story.settled();

    expect(story.rule('some/api')).toMatchObject(AS_BUILT_IN);
    expect(story.report('some/api').conclusion).toBe('success');
    expect(story.report('some/api').output.summary).toContain('policy_repository_not_visible');
  });

  test('that is given .github is held to its policy', async () => {
    story.world.addRepositories('some', { repositories: ['some/.github'], by: 'olivia' });
    await story.settled();

    expect(story.required('some/api')).toEqual([...FIVE, 'e2e']);
    expect(story.report('some/api').output.summary).not.toContain('policy_repository_not_visible');
  });

  test('from which .github is taken away keeps the last good policy', async () => {
    story.world.removeRepositories('some', { repositories: ['some/.github'], by: 'olivia' });
    story.world.deleteProtection('some/api', { pattern: 'main', by: 'mallory' });
    await story.settled();

    expect(story.required('some/api')).toEqual(['e2e']);
    expect(story.report('some/api').output.summary).toContain('policy_repository_not_visible');
  });
});
