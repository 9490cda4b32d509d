import { beforeAll, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

const LESS = {
  metadata: 'read',
  administration: 'write',
  checks: 'write',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  members: 'read',
} as const;
const PERMISSIONS = { ...LESS, organization_administration: 'write' } as const;
const story = openStory({ permissions: PERMISSIONS });
const PATH = '.github/mainstay.yml';
let made = 0;

type World = typeof story.world;
type Set = Parameters<World['editRuleset']>[1]['set'];

function checksRule(...contexts: readonly string[]) {
  const required_status_checks = contexts.map((context) => ({ context }));
  const parameters = { strict_required_status_checks_policy: false, required_status_checks };
  return { type: 'required_status_checks', parameters };
}
const ALL = [checksRule(...FIVE), { type: 'deletion' }, { type: 'non_fast_forward' }];

type Given = {
  readonly policy?: string;
  readonly plan?: 'free' | 'team' | 'enterprise';
  readonly permissions?: Record<string, 'read' | 'write'>;
  readonly ruleset?: Set;
};

/** An organisation with a ruleset `house` of its own, where it is given, and one repository, `api`. */
async function organisation({ policy, plan = 'enterprise', permissions, ruleset }: Given) {
  made += 1;
  const org = `org-${made}`;
  story.organisation(org, { plan });
  if (policy !== undefined) story.repository(`${org}/.github`, { from: { files: { [PATH]: policy } } });
  story.repository(`${org}/api`);
  if (ruleset !== undefined) story.world.editRuleset(org, { name: 'house', by: 'olivia', set: ruleset });
  story.world.installApp(org, { by: 'olivia', ...(permissions ? { permissions } : {}) });
  await story.settled();
  return org;
}

describe("An organisation's ruleset of other people", () => {
  test('that holds all the policy asks for is enough: no second rule is stacked on it', async () => {
    const org = await organisation({ ruleset: { rules: ALL } });

    expect(story.world.repository(`${org}/api`).rules.size).toBe(0);
    expect(story.world.repository(`${org}/api`).rulesets.size).toBe(0);
    story.world.push(`${org}/api`, { by: 'walt', files: { a: '1' } });
    await story.settled();
    expect(story.report(`${org}/api`).conclusion).toBe('success');
    expect(story.world.repository(`${org}/api`).rules.size).toBe(0);
  });

  test('that holds a part: only the rest is written', async () => {
    const org = await organisation({ ruleset: { rules: [checksRule(...FIVE), { type: 'deletion' }] } });

    expect(story.rule(`${org}/api`)).toMatchObject({ forcePushes: false, checks: null });
    expect(story.report(`${org}/api`).conclusion).toBe('success');
  });

  test('that is only evaluated, or for other repositories, holds nothing', async () => {
    const evaluated = await organisation({ ruleset: { rules: ALL, enforcement: 'evaluate' } });
    const elsewhere = await organisation({ ruleset: { rules: ALL, repositories: ['web-*'] } });

    for (const org of [evaluated, elsewhere]) expect(story.rule(`${org}/api`)).toMatchObject(AS_BUILT_IN);
  });

  test('that a team may pass by holds nothing', async () => {
    const team = { actor_id: 7, actor_type: 'Team', bypass_mode: 'always' };
    const org = await organisation({ ruleset: { rules: ALL, bypassActors: [team] } });

    expect(story.rule(`${org}/api`)).toMatchObject(AS_BUILT_IN);
  });

  test('that only administrators may pass by is made up for them by the classic rule', async () => {
    const admins = { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' };
    const org = await organisation({ ruleset: { rules: ALL, bypassActors: [admins] } });

    expect(story.rule(`${org}/api`)).toMatchObject({ adminsEnforced: true });
    expect(story.report(`${org}/api`).conclusion).toBe('success');
  });

  test('of which GitHub does not show who may pass it by is no drift and no compliance, and nothing is written', async () => {
    const org = await organisation({ ruleset: { rules: ALL }, permissions: LESS });

    expect(story.world.repository(`${org}/api`).rules.size).toBe(0);
    const { conclusion, output } = story.report(`${org}/api`);
    expect(conclusion).toBe('neutral');
    expect(output.summary).toContain('`bypass_not_visible`');
    expect(output.summary).toContain('Organization administration');
  });

  test('that is taken away leads to a rule of the repository', async () => {
    const org = await organisation({ ruleset: { rules: ALL } });

    story.world.deleteRuleset(org, { name: 'house', by: 'olivia' });
    await story.settled();

    expect(story.rule(`${org}/api`)).toMatchObject(AS_BUILT_IN);
  });
});

describe("An enterprise's ruleset, which GraphQL does not show", () => {
  test('is asked for before a rule is made, and nothing is stacked on it', async () => {
    story.organisation('firm', { plan: 'enterprise' });
    story.world.addEnterprise('big', { organisations: ['firm'] });
    story.repository('firm/api');
    story.world.editRuleset('enterprises/big', { name: 'all', by: 'olivia', set: { rules: ALL } });
    story.world.installApp('firm', { by: 'olivia' });
    await story.settled();

    expect(story.world.repository('firm/api').rules.size).toBe(0);
    expect(story.world.repository('firm/api').rulesets.size).toBe(0);
  });
});

describe('A policy that says `via: org-ruleset`', () => {
  const POLICY = 'version: 1\nvia: org-ruleset\n';
  let org: string;

  function own(login = org) {
    return [...story.github.state.organisations.get(login)!.rulesets.values()].find(
      ({ name }) => name === 'mainstay',
    );
  }
  function types(fullName: string): readonly string[] {
    return (story.github.protectionOf(fullName)['main']?.rules ?? []).map(({ type }) => type).sort();
  }
  const HELD = ['deletion', 'non_fast_forward', 'required_status_checks'];
  const names = Array.from({ length: 12 }, (_, index) => `service-${index + 1}`);

  beforeAll(() => {
    story.organisation('wide', { plan: 'enterprise' });
    org = 'wide';
    story.repository('wide/.github', { from: { files: { [PATH]: POLICY } } });
    for (const name of names) story.repository(`wide/${name}`);
  });

  test('is held for all repositories by one write', async () => {
    const cost = await story.cost(() => story.world.installApp('wide', { by: 'olivia' }));

    const written = story.github.exchanges.filter(
      ({ method, path }) => path.startsWith('/orgs/wide/rulesets') && method !== 'GET',
    );
    expect(written.map(({ method }) => method)).toEqual(['POST']);
    expect(cost.writes).toBeLessThanOrEqual(2);
    for (const name of names) {
      expect(types(`wide/${name}`)).toEqual(HELD);
      expect(story.world.repository(`wide/${name}`).rules.size).toBe(0);
      expect(story.reports(`wide/${name}`).filter(({ conclusion }) => conclusion !== 'success')).toEqual([]);
    }
  });

  test('a new repository is covered', async () => {
    story.repository('wide/new');
    await story.settled();

    expect(types('wide/new')).toEqual(HELD);
    expect(story.world.repository('wide/new').rules.size).toBe(0);
    expect(story.report('wide/new').conclusion).toBe('success');
  });

  test.each<readonly [string, () => void]>([
    ['loosened', () => edit({ rules: [{ type: 'deletion' }] })],
    ['disabled', () => edit({ enforcement: 'disabled' })],
    [
      'opened to somebody',
      () => edit({ bypassActors: [{ actor_id: 7, actor_type: 'Team', bypass_mode: 'always' }] }),
    ],
    ['kept away from a repository', () => edit({ repositories: ['service-1'] })],
    ['deleted', () => story.world.deleteRuleset('wide', { name: 'mainstay', by: 'olivia' })],
  ])('comes back when it is %s', async (_, act) => {
    act();
    await story.settled();

    expect(own()).toMatchObject({ enforcement: 'active', bypassActors: [] });
    for (const name of [...names, 'new']) expect(types(`wide/${name}`)).toEqual(HELD);
  });

  function edit(set: Set): void {
    story.world.editRuleset('wide', { name: 'mainstay', by: 'olivia', set });
  }

  test('a look at all of them writes nothing more', async () => {
    const cost = await story.cost(() => story.house.restart());

    expect(cost.writes).toBe(0);
  });

  test('a check that is called differently in one repository is refused there, and the rest is protected', async () => {
    const matrix =
      "on: [pull_request]\njobs:\n  test:\n    runs-on: x\n    strategy: { matrix: { v: ['1'] } }\n    steps: [{ run: make }]\n";
    story.world.push('wide/service-1', { by: 'walt', files: { '.github/workflows/t.yml': matrix } });
    await story.settled();

    const rule = own()?.rules.find(({ type }) => type === 'required_status_checks');
    expect(JSON.stringify(rule)).not.toContain('"test"');
    for (const name of names) expect(types(`wide/${name}`)).toEqual(HELD);
    expect(story.report('wide/service-1').output.summary).toContain('`ruleset_names_differ`');
    expect(story.report('wide/service-2').output.summary).toContain('`ruleset_names_differ`');
  });

  test('without the permission says which one is missing, and writes nothing', async () => {
    const login = await organisation({ policy: POLICY, permissions: LESS });

    expect(own(login)).toBeUndefined();
    expect(story.rule(`${login}/api`)).toBeNull();
    const { conclusion, output } = story.report(`${login}/api`);
    expect(conclusion).not.toBe('success');
    expect(output.summary).toContain('`permission_missing`');
    expect(output.summary).toContain('organization\\_administration=write');
  });

  test('on a plan without such rulesets says so', async () => {
    const login = await organisation({ policy: POLICY, plan: 'free' });

    const { conclusion, output } = story.report(`${login}/api`);
    expect(own(login)).toBeUndefined();
    expect(conclusion).not.toBe('success');
    expect(output.summary).toMatch(/`(?:upgrade_or_public_required|ruleset_not_offered|plan_[a-z_]+)`/);
  });

  test('given up for the classic rule again leaves every repository protected', async () => {
    story.world.push('wide/.github', { by: 'olivia', files: { [PATH]: 'version: 1\n' } });
    await story.settled();

    for (const name of names.slice(1)) expect(story.rule(`wide/${name}`)?.adminsEnforced).not.toBe(false);
    for (const name of names) expect(story.report(`wide/${name}`).conclusion).toBe('success');
  });
});
