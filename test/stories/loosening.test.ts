import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange, ProtectionSettings } from '#simulator';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

const story = openStory();
const POLICY = { '.github/mainstay.yml': 'version: 1\nstrict: true\n' };

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

/** A repository that Mainstay has protected, and nothing is left to do. */
async function protectedRepository(fullName: string, files: Readonly<Record<string, string>> = {}) {
  story.repository(fullName, { from: { files: { 'README.md': '# it\n', ...files } } });
  await story.settled();
}

/** What Mainstay sent to make the settings true since this exchange: reports apart. */
function writesSince(since: number): readonly Exchange[] {
  const exchanges = story.github.exchanges.slice(since);
  return exchanges.filter(
    ({ wrote, path, route }) => wrote && route !== 'token' && !path.includes('/check-runs'),
  );
}

async function mallorySets(fullName: string, set: Partial<ProtectionSettings>): Promise<readonly Exchange[]> {
  const since = story.github.exchanges.length;
  story.world.setProtection(fullName, { pattern: 'main', by: 'mallory', set });
  await story.settled();
  return writesSince(since);
}

function checks(...contexts: readonly string[]) {
  return { strict: false, checks: contexts.map((context) => ({ context, appId: null })) };
}

type Case = {
  readonly what: string;
  readonly set: Partial<ProtectionSettings>;
  readonly row: string;
  readonly sent: object;
};

describe('Mallory', () => {
  test('removes a check: it is put back by the checks alone, and the report says who, what and from what to what', async () => {
    await protectedRepository('acme/checks');

    const writes = await mallorySets('acme/checks', { checks: checks('test', 'lint') });

    const { conclusion, output, status } = story.report('acme/checks');
    expect(story.rule('acme/checks')).toMatchObject(AS_BUILT_IN);
    expect(writes.map(({ operation }) => operation)).toEqual([
      'PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks',
    ]);
    expect([status, conclusion, output.title]).toEqual([
      'completed',
      'success',
      'Repaired 1 setting of main',
    ]);
    expect(output.summary).toContain(
      '| Required checks | test, lint | test, lint, security, build, validate',
    );
    expect(output.summary).toContain('Changed by `mallory` (`branch_protection_rule.edited`)');
    expect(output.summary).toContain('built-in policy');
  });

  test.each<Case>([
    {
      what: 'switches administrators off',
      set: { adminsEnforced: false },
      row: 'Administrators included | no | yes',
      sent: { isAdminEnforced: true },
    },
    {
      what: 'allows force pushes',
      set: { forcePushes: true },
      row: 'Force pushes | allowed | blocked',
      sent: { allowsForcePushes: false },
    },
    {
      what: 'allows deletion',
      set: { deletions: true },
      row: 'Deletion of the branch | allowed | blocked',
      sent: { allowsDeletions: false },
    },
  ])('$what: only that is put back', async ({ what, set, row, sent }) => {
    const name = `acme/${what.replaceAll(' ', '-')}`;
    await protectedRepository(name);

    const [write, ...more] = await mallorySets(name, set);

    const input = (write?.requestBody as { variables: { input: Record<string, unknown> } }).variables.input;
    const { branchProtectionRuleId, ...fields } = input;
    expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
    expect(more).toEqual([]);
    expect(branchProtectionRuleId).toMatch(/^BPR_/);
    expect(fields).toEqual(sent);
    expect(story.report(name).output.summary).toContain(row);
  });

  test('does not ask for branches to be up to date: put back where the policy asks for it', async () => {
    await protectedRepository('acme/strict', POLICY);
    const before = story.rule('acme/strict')?.checks?.strict;

    await mallorySets('acme/strict', { checks: checks(...FIVE) });

    expect(before).toBe(true);
    expect(story.rule('acme/strict')?.checks?.strict).toBe(true);
    expect(story.report('acme/strict').output.summary).toContain('up to date | not required | required');
    expect(story.report('acme/strict').output.summary).toContain('acme/strict/.github/mainstay.yml:2');
  });

  test('does the same where the policy does not ask for it: left as found', async () => {
    await protectedRepository('acme/loose');
    await mallorySets('acme/loose', { checks: { ...checks(...FIVE), strict: true } });
    const stricter = story.rule('acme/loose')?.checks?.strict;

    const writes = await mallorySets('acme/loose', { checks: checks(...FIVE) });

    expect(stricter).toBe(true);
    expect(story.rule('acme/loose')?.checks?.strict).toBe(false);
    expect(writes).toEqual([]);
  });

  test('switches the block of checks off: put back, and the rest of the rule stays', async () => {
    await protectedRepository('acme/block');
    await mallorySets('acme/block', { linearHistory: true });

    const writes = await mallorySets('acme/block', { checks: null });

    expect(story.rule('acme/block')).toMatchObject({ ...AS_BUILT_IN, linearHistory: true });
    expect(writes.map(({ operation }) => operation)).toHaveLength(1);
    expect(writes[0]?.route).toBe('graphql');
  });

  test('deletes the rule: made anew', async () => {
    await protectedRepository('acme/deleted');
    const since = story.github.exchanges.length;

    story.world.deleteProtection('acme/deleted', { pattern: 'main', by: 'mallory' });
    await story.settled();

    expect(story.rule('acme/deleted')).toMatchObject(AS_BUILT_IN);
    expect(writesSince(since).map(({ method }) => method)).toEqual(['PUT']);
    expect(story.report('acme/deleted').output.summary).toContain('(`branch_protection_rule.deleted`)');
  });

  test('loosens five things at once: one write, one report', async () => {
    await protectedRepository('acme/five');
    const reports = story.reports('acme/five').length;

    const set = { checks: checks('test'), adminsEnforced: false, forcePushes: true, deletions: true };
    const writes = await mallorySets('acme/five', set);

    expect(story.rule('acme/five')).toMatchObject(AS_BUILT_IN);
    expect(writes).toHaveLength(1);
    expect(story.reports('acme/five')).toHaveLength(reports + 1);
    expect(story.report('acme/five').output.title).toBe('Repaired 4 settings of main');
  });

  test('makes the rule stricter than the policy: nothing is written and nothing is said', async () => {
    await protectedRepository('acme/stricter');
    const reports = story.reports('acme/stricter').length;

    const writes = await mallorySets('acme/stricter', { signatures: true, lockBranch: true });

    expect(writes).toEqual([]);
    expect(story.rule('acme/stricter')).toMatchObject({ signatures: true, lockBranch: true });
    expect(story.reports('acme/stricter')).toHaveLength(reports);
  });
});

describe('The source of a check', () => {
  test('that a person pinned stays, and one from any source stays so', async () => {
    await protectedRepository('acme/pins');
    const pinned = [
      { context: 'test', appId: 15368 },
      { context: 'lint', appId: null },
    ];

    await mallorySets('acme/pins', { checks: { strict: false, checks: pinned } });

    expect(story.rule('acme/pins')?.checks?.checks).toEqual([
      ...pinned,
      ...FIVE.slice(2).map((context) => ({ context, appId: null })),
    ]);
  });

  test('is sent as -1 where it is any, so that GitHub does not guess one', async () => {
    await protectedRepository('acme/any');
    story.world.reportCheck('acme/any', { name: 'build', by: 'walt' });

    const [write] = await mallorySets('acme/any', { checks: checks('test') });

    const sent = (write?.requestBody as { checks: readonly { context: string; app_id: number }[] }).checks;
    expect(sent.map(({ app_id }) => app_id)).toEqual([-1, -1, -1, -1, -1]);
    expect(story.rule('acme/any')).toMatchObject(AS_BUILT_IN);
  });

  test('that the policy names is set on a check from any source; a pin to another App is told and left', async () => {
    const file =
      'version: 1\nrequired_checks:\n  - { check: test, source: github-actions }\n  - { check: lint, source: github-actions }\n';
    story.world.addApp({ id: 4242, slug: 'other-ci' });
    await protectedRepository('acme/named', { '.github/mainstay.yml': file });
    const atFirst = story.rule('acme/named')?.checks?.checks;

    const set = [
      { context: 'test', appId: null },
      { context: 'lint', appId: 4242 },
      ...FIVE.slice(2).map((context) => ({ context, appId: null })),
    ];
    await mallorySets('acme/named', { checks: { strict: false, checks: set } });

    expect(atFirst?.slice(0, 2)).toEqual([
      { context: 'test', appId: 15368 },
      { context: 'lint', appId: 15368 },
    ]);
    expect(story.rule('acme/named')?.checks?.checks.slice(0, 2)).toEqual([
      { context: 'test', appId: 15368 },
      { context: 'lint', appId: 4242 },
    ]);
    expect(story.report('acme/named')).toMatchObject({ conclusion: 'action_required' });
    expect(story.report('acme/named').output.summary).toContain('check_pinned_elsewhere');
  });
});

describe('A wildcard rule that covers main', () => {
  test('stays as it is; beside it comes an exact rule with everything it gave, people by name', async () => {
    const { world } = story;
    world.addTeam('acme/platform', ['mia']);
    story.repository('acme/wild', { from: 'empty' });
    world.setRole('acme/wild', { who: 'team:platform', role: 'write' });
    const nobody = { users: [], teams: [], apps: [] };
    const some = { users: ['mia', 'walt'], teams: ['platform'], apps: [] };
    const set: Partial<ProtectionSettings> = {
      checks: {
        strict: true,
        checks: [
          { context: 'e2e', appId: 15368 },
          { context: 'test', appId: null },
        ],
      },
      reviews: {
        count: 2,
        dismissStale: true,
        codeOwners: true,
        lastPushApproval: true,
        dismissal: { users: ['mia'], teams: ['platform'], apps: [] },
        bypass: { users: ['walt'], teams: ['platform'], apps: [] },
      },
      restrictions: some,
      blocksCreations: true,
      bypassForcePush: { ...nobody, users: ['mia'] },
      signatures: true,
      linearHistory: true,
      conversationResolution: true,
      deployments: ['staging'],
    };
    world.setProtection('acme/wild', { pattern: 'm*', by: 'olivia', set });
    const wildcard = story.rule('acme/wild', 'm*');

    world.push('acme/wild', { by: 'walt', branch: 'main', files: { a: '1' } });
    await story.settled();

    expect(story.rule('acme/wild', 'm*')).toEqual(wildcard);
    expect(story.rule('acme/wild')).toEqual({
      ...wildcard,
      adminsEnforced: true,
      checks: {
        strict: true,
        checks: [{ context: 'e2e', appId: 15368 }, ...FIVE.map((context) => ({ context, appId: null }))],
      },
    });
    expect(story.report('acme/wild').conclusion).toBe('success');
  });

  test('with somebody who may not write here: GitHub leaves that one out, and the report says so', async () => {
    const { world } = story;
    story.repository('acme/dropped', { from: 'empty' });
    const restrictions = { users: ['walt', 'rosa'], teams: [], apps: [] };
    world.setProtection('acme/dropped', { pattern: '*', by: 'olivia', set: { restrictions } });

    world.push('acme/dropped', { by: 'walt', branch: 'main', files: { a: '1' } });
    await story.settled();

    expect(story.rule('acme/dropped')).toMatchObject({ ...AS_BUILT_IN, restrictions: { users: ['walt'] } });
    expect(story.report('acme/dropped').conclusion).toBe('action_required');
    expect(story.report('acme/dropped').output.summary).toMatch(/did not take over.*: who may push/);
  });

  test('that gives all the policy asks for is enough', async () => {
    const { world } = story;
    story.repository('acme/tame', { from: 'empty' });
    world.setProtection('acme/tame', {
      pattern: '*',
      by: 'olivia',
      set: { checks: checks(...FIVE), adminsEnforced: true },
    });

    world.push('acme/tame', { by: 'walt', branch: 'main', files: { a: '1' } });
    await story.settled();

    expect(world.repository('acme/tame').rules.size).toBe(1);
    expect(story.report('acme/tame').output.title).toBe('main is as the policy says');
  });
});
