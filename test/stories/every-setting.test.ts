import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProtectionSettings } from '#simulator';
import { EVERY_RULE } from '../simulator/every-rule.ts';
import { openStory } from './open-story.ts';

const story = openStory();
const PATH = '.github/mainstay.yml';
/** The built-in policy taken back: nothing is asked for that is not said. */
const NOTHING = [
  'version: 1',
  'replace: true',
  'include_admins: false',
  'block_force_pushes: false',
  'block_deletions: false',
];
const WALT = { users: ['walt'], teams: [], apps: [] };
const CORE = { users: [], teams: ['core'], apps: [] };
const NOBODY = { users: [], teams: [], apps: [] };
const REVIEWS = {
  count: 1,
  dismissStale: false,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
  bypass: NOBODY,
};
let made = 0;

/** An organisation with this policy in force. */
async function organisation(login: string, lines: readonly string[]): Promise<void> {
  story.organisation(login);
  story.world.addTeam(`${login}/core`, ['walt']);
  const asksForChecks = lines.some((line) => line.startsWith('required_checks'));
  const text = [...NOTHING, ...(asksForChecks ? [] : ['required_checks: []']), ...lines, ''].join('\n');
  story.repository(`${login}/.github`, { from: { files: { [PATH]: text } } });
  story.world.installApp(login, { by: 'olivia' });
  await story.settled();
}

type Set = Partial<ProtectionSettings>;

beforeAll(() => {
  story.world.addApp({ id: 99, slug: 'elsewhere' });
});

/** A repository whose rule for this pattern is a person's, before there is a branch that Mainstay could protect. */
async function repository(
  name: string,
  rule: { readonly pattern: string; readonly set: Set } | null,
): Promise<string> {
  story.repository(name, { from: 'empty' });
  story.world.setRole(name, { who: 'team:core', role: 'write' });
  if (rule !== null) story.world.setProtection(name, { ...rule, by: 'mallory' });
  await story.settled();
  story.world.push(name, { by: 'walt', files: { a: '1' } });
  await story.settled();
  return name;
}

/** For every setting of a rule what a person may say of it: one forgotten does not compile. */
const BY_PEOPLE: { readonly [F in keyof ProtectionSettings]-?: Set } = {
  checks: { checks: { strict: true, checks: [{ context: 'e2e', appId: 99 }] } },
  reviews: {
    reviews: {
      count: 3,
      dismissStale: true,
      codeOwners: true,
      lastPushApproval: true,
      dismissal: WALT,
      bypass: CORE,
    },
  },
  restrictions: { restrictions: { ...CORE, users: ['walt'] } },
  adminsEnforced: { adminsEnforced: true },
  linearHistory: { linearHistory: true },
  conversationResolution: { conversationResolution: true },
  signatures: { signatures: true },
  deployments: { deployments: ['production', 'staging'] },
  forcePushes: { forcePushes: true },
  bypassForcePush: { bypassForcePush: CORE },
  deletions: { deletions: true },
  blocksCreations: { restrictions: CORE, blocksCreations: true },
  lockBranch: { lockBranch: true },
  lockAllowsFetchAndMerge: { lockBranch: true, lockAllowsFetchAndMerge: true },
};

describe('Where the policy is silent, what a person set is still there after Mainstay wrote something else', () => {
  /** By what is asked for, and so by another way of writing. */
  const ORGANISATIONS = {
    checks: ['required_checks: [test]'],
    history: ['linear_history: true'],
  };
  const isThere: Readonly<Record<keyof typeof ORGANISATIONS, (name: string, pattern: string) => boolean>> = {
    checks: (name, pattern) => story.required(name, pattern).includes('test'),
    history: (name, pattern) => story.rule(name, pattern)?.linearHistory === true,
  };

  beforeAll(async () => {
    for (const [login, lines] of Object.entries(ORGANISATIONS)) await organisation(login, lines);
  });

  /** What a rule says of what the person set, beside the check that Mainstay adds. */
  function said(name: string, pattern: string, set: Set): Set {
    const rule = story.rule(name, pattern);
    const now = Object.fromEntries(Object.keys(set).map((key) => [key, rule?.[key as keyof Set]])) as Set;
    if (!now.checks) return now;
    const checks = now.checks.checks.filter(({ context }) => context !== 'test');
    return { ...now, checks: { ...now.checks, checks } };
  }

  const cases = (Object.keys(ORGANISATIONS) as (keyof typeof ORGANISATIONS)[]).flatMap((login) =>
    Object.entries(BY_PEOPLE).map(([field, set]) => [login, field, set] as const),
  );

  test.each(cases)('by a rule for main, where %s is asked for: %s', async (login, field, set) => {
    made += 1;
    const name = await repository(`${login}/exact-${made}`, { pattern: 'main', set });

    expect(isThere[login](name, 'main')).toBe(true);
    expect(said(name, 'main', set)).toEqual(set);
    expect([field, story.report(name).conclusion]).not.toContain('failure');
  });

  test.each(cases)('by a rule for *, where %s is asked for: %s', async (login, _, set) => {
    made += 1;
    const name = await repository(`${login}/wild-${made}`, { pattern: '*', set });
    const effective = story.rule(name, 'main') === null ? '*' : 'main';

    expect(isThere[login](name, effective)).toBe(true);
    expect(said(name, effective, set)).toEqual(set);
    expect(said(name, '*', set)).toEqual(set);
    expect(story.required(name, '*')).not.toContain('test');
  });
});

describe("What a person put into Mainstay's ruleset is still there after Mainstay wrote something else", () => {
  beforeAll(() => organisation('ruled', ['via: ruleset', 'required_checks: [lint]', 'signatures: true']));

  test.each(EVERY_RULE.map((rule) => [rule.type, rule] as const))('%s', async (type, rule) => {
    const name = await repository(`ruled/${type}`, null);

    story.world.editRuleset(name, { name: 'mainstay', by: 'mallory', set: { rules: [rule] } });
    await story.settled();

    const [ruleset] = story.world.repository(name).rulesets.values();
    const types = ruleset?.rules.map((one) => one.type) ?? [];
    expect(ruleset?.rules).toContainEqual(rule);
    expect(types).toEqual(expect.arrayContaining(['required_signatures', 'required_status_checks']));
    expect(new Set(types).size).toBe(types.length);
  });
});

/** A line of the policy, what a rule says that has it, and what one that lacks it. */
type Asked = { readonly line: string; readonly held: Set; readonly loose: Set };

const ASKED: Readonly<Record<string, Asked>> = {
  strict: {
    line: 'required_checks: [test]\n    strict: true',
    held: { checks: expect.objectContaining({ strict: true }) as never },
    loose: { checks: { strict: false, checks: [{ context: 'test', appId: null }] } },
  },
  checks: {
    line: 'required_checks: [e2e]',
    held: { checks: { strict: false, checks: [{ context: 'e2e', appId: null }] } },
    loose: { checks: null },
  },
  admins: { line: 'include_admins: true', held: { adminsEnforced: true }, loose: { adminsEnforced: false } },
  force: {
    line: 'block_force_pushes: true',
    held: { forcePushes: false },
    loose: { forcePushes: true },
  },
  deletion: { line: 'block_deletions: true', held: { deletions: false }, loose: { deletions: true } },
  history: { line: 'linear_history: true', held: { linearHistory: true }, loose: { linearHistory: false } },
  signed: { line: 'signatures: true', held: { signatures: true }, loose: { signatures: false } },
  talk: {
    line: 'conversation_resolution: true',
    held: { conversationResolution: true },
    loose: { conversationResolution: false },
  },
  lock: { line: 'lock_branch: true', held: { lockBranch: true }, loose: { lockBranch: false } },
  forks: {
    line: 'lock_branch: true\n    block_fork_syncing: true',
    held: { lockBranch: true, lockAllowsFetchAndMerge: false },
    loose: { lockBranch: true, lockAllowsFetchAndMerge: true },
  },
  creation: {
    line: 'push: { teams: [core] }\n    block_creations: true',
    held: { restrictions: CORE, blocksCreations: true },
    loose: { restrictions: CORE, blocksCreations: false },
  },
  push: {
    line: 'push: { teams: [core] }',
    held: { restrictions: CORE },
    loose: { restrictions: null },
  },
  pushers: {
    line: 'push: { teams: [core] }',
    held: { restrictions: CORE },
    loose: { restrictions: { ...CORE, users: ['mia'] } },
  },
  forcers: {
    line: 'force_push: { teams: [core] }',
    held: { forcePushes: false, bypassForcePush: CORE },
    loose: { forcePushes: false, bypassForcePush: { ...CORE, users: ['mia'] } },
  },
  reviews: {
    line: 'reviews: { required: true }',
    held: { reviews: expect.objectContaining({ bypass: NOBODY }) as never },
    loose: { reviews: null },
  },
  count: {
    line: 'reviews: { count: 2 }',
    held: { reviews: expect.objectContaining({ count: 2 }) as never },
    loose: { reviews: REVIEWS },
  },
  owners: {
    line: 'reviews: { code_owners: true }',
    held: { reviews: expect.objectContaining({ codeOwners: true }) as never },
    loose: { reviews: REVIEWS },
  },
  stale: {
    line: 'reviews: { dismiss_stale: true }',
    held: { reviews: expect.objectContaining({ dismissStale: true }) as never },
    loose: { reviews: REVIEWS },
  },
  last: {
    line: 'reviews: { last_push: true }',
    held: { reviews: expect.objectContaining({ lastPushApproval: true }) as never },
    loose: { reviews: REVIEWS },
  },
  dismissers: {
    line: 'reviews: { dismissers: { users: [walt] } }',
    held: { reviews: expect.objectContaining({ dismissal: WALT }) as never },
    loose: { reviews: REVIEWS },
  },
  bypassers: {
    line: 'reviews: { bypassers: { teams: [core] } }',
    held: { reviews: expect.objectContaining({ bypass: CORE }) as never },
    loose: { reviews: { ...REVIEWS, bypass: { ...CORE, users: ['mia'] } } },
  },
  deployments: {
    line: 'deployments: [staging]',
    held: { deployments: ['staging'] },
    loose: { deployments: null },
  },
};

describe('Where the policy asks for it', () => {
  const blocks = Object.entries(ASKED).map(
    ([name, { line }]) => `  - match: { name: ${name}-* }\n    ${line}`,
  );

  beforeAll(() => organisation('asked', ['repositories:', ...blocks]));

  const cases = Object.entries(ASKED);

  test.each(cases)('%s is so where there was no rule, and again when it is loosened', async (kind, asked) => {
    const name = await repository(`asked/${kind}-new`, null);
    const first = story.rule(name);
    story.world.setProtection(name, { pattern: 'main', by: 'mallory', set: asked.loose });
    await story.settled();

    expect(first).toMatchObject(asked.held);
    expect(story.rule(name)).toMatchObject(asked.held);
    expect(story.report(name).output.summary).toContain('mallory');
  });

  test.each(cases)('%s is so where a person had made a rule without it', async (kind, asked) => {
    const set = { ...asked.loose, conversationResolution: kind !== 'talk' };
    const name = await repository(`asked/${kind}-had`, { pattern: 'main', set });

    expect(story.rule(name)).toMatchObject(asked.held);
    expect(story.rule(name)?.conversationResolution).toBe(true);
  });

  test.each(cases)('%s is so beside a rule for *, which stays as it is', async (kind, asked) => {
    const set = { ...asked.loose, conversationResolution: kind !== 'talk' };
    const name = await repository(`asked/${kind}-wild`, { pattern: '*', set });
    const [wild] = [story.rule(name, '*')];

    expect(story.rule(name)).toMatchObject(asked.held);
    expect(story.rule(name)?.conversationResolution).toBe(true);
    expect(wild).toMatchObject(set);
  });
});

describe('A private repository on the free plan', () => {
  test('is told that its plan offers no protection, and is protected once it is public', async () => {
    story.organisation('frugal', { plan: 'free' });
    const text = [...NOTHING, 'linear_history: true', ''].join('\n');
    const files = { [PATH]: text };
    story.repository('frugal/.github', { visibility: 'public', from: { files } });
    story.repository('frugal/secret', { visibility: 'private' });
    story.world.installApp('frugal', { by: 'olivia' });
    await story.settled();
    const { conclusion, output } = story.report('frugal/secret');

    story.world.publicize('frugal/secret', { by: 'olivia' });
    await story.settled();

    expect(conclusion).toBe('neutral');
    expect(output.summary).toContain('`upgrade_or_public_required`');
    expect(story.rule('frugal/secret')?.linearHistory).toBe(true);
    expect(story.report('frugal/secret').conclusion).toBe('success');
  });
});
