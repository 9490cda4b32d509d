import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProtectionWrite } from '#simulator';
import { strengthOf } from '#kit/strength';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

const story = openStory();
const PATH = '.github/mainstay.yml';
const RULESET = 'version: 1\nvia: ruleset\n';
const CLASSIC = 'version: 1\n';
/** In force for these organisations from the start. */
const POLICIES = { classic: CLASSIC, ruleset: RULESET };
let writes: ProtectionWrite[] = [];
let unwatch: (() => void) | null = null;
let made = 0;

beforeAll(async () => {
  for (const [login, text] of Object.entries(POLICIES)) {
    story.organisation(login);
    story.repository(`${login}/.github`, { from: { files: { [PATH]: text } } });
    story.world.installApp(login, { by: 'olivia' });
  }
  await story.settled();
});

beforeEach(() => {
  writes = [];
  unwatch = story.github.watchWrites((write) => writes.push(write));
});

/** Between two writes of Mainstay, no branch is ever less protected than before. */
afterEach(() => {
  unwatch?.();
  expect(writes.flatMap(lostBy)).toEqual([]);
});

function lostBy({ repository, before, after }: ProtectionWrite): readonly string[] {
  return Object.entries(before).flatMap(([branch, held]) => {
    const now = after[branch];
    const strong = now === undefined ? new Map<string, number>() : strengthOf(now);
    // A ruleset binds administrators where nobody may pass it by.
    const binds = now?.rules.some(({ bypassActors }) => bypassActors.length === 0) ?? false;
    return [...strengthOf(held)]
      .filter(([name]) => !(name === 'administrators' && binds))
      .filter(([name, value]) => (strong.get(name) ?? 0) < value)
      .map(([name]) => `${repository} ${branch}: ${name}`);
  });
}

/** A repository with its own policy file of what the organisation asks. */
async function repository(org: string): Promise<string> {
  made += 1;
  const name = `${org}/api-${made}`;
  story.repository(name);
  await story.settled();
  return name;
}

/** Olivia, the only owner, changes the organisation's policy. */
async function policy(org: string, text: string): Promise<void> {
  story.world.push(`${org}/.github`, { by: 'olivia', files: { [PATH]: text } });
  await story.settled();
}

function ruleset(name: string) {
  return [...story.world.repository(name).rulesets.values()].find((one) => one.name === 'mainstay');
}

function ruleTypes(name: string): readonly string[] {
  return (ruleset(name)?.rules ?? []).map(({ type }) => type).sort();
}

function contexts(name: string): readonly string[] {
  const rule = ruleset(name)?.rules.find(({ type }) => type === 'required_status_checks');
  const checks = rule?.parameters?.['required_status_checks'] as readonly { context: string }[] | undefined;
  return (checks ?? []).map(({ context }) => context);
}

describe('A policy that says `via: ruleset`', () => {
  test('is held by one ruleset named mainstay, without a classic rule and without anybody who may pass it by', async () => {
    const name = await repository('ruleset');

    expect(story.world.repository(name).rules.size).toBe(0);
    expect(story.world.repository(name).rulesets.size).toBe(1);
    expect(ruleset(name)).toMatchObject({ enforcement: 'active', bypassActors: [] });
    expect(ruleTypes(name)).toEqual(['deletion', 'non_fast_forward', 'required_status_checks']);
    expect(contexts(name)).toEqual(FIVE);
    expect(story.report(name).conclusion).toBe('success');
  });

  const BY_MALLORY = { name: 'mainstay', by: 'mallory' };
  test.each([
    ['deleted', (name: string) => story.world.deleteRuleset(name, BY_MALLORY)],
    ['disabled', (name: string) => edit(name, { enforcement: 'disabled' })],
    ['only evaluated', (name: string) => edit(name, { enforcement: 'evaluate' })],
    ['emptied', (name: string) => edit(name, { rules: [] })],
    ['sent to another branch', (name: string) => edit(name, { include: ['refs/heads/other'] })],
    ['given an exclusion', (name: string) => edit(name, { exclude: ['refs/heads/main'] })],
    [
      'given somebody who may pass it by',
      (name: string) =>
        edit(name, { bypassActors: [{ actor_type: 'Team', actor_id: 1, bypass_mode: 'always' }] }),
    ],
  ])('is repaired when its ruleset is %s', async (_, act) => {
    const name = await repository('ruleset');
    act(name);
    await story.settled();

    expect(ruleset(name)).toMatchObject({ enforcement: 'active', bypassActors: [] });
    const held = story.github.protectionOf(name)['main'];
    expect(held?.rules.map(({ type }) => type).sort()).toEqual([
      'deletion',
      'non_fast_forward',
      'required_status_checks',
    ]);
    expect(contexts(name)).toEqual(FIVE);
    expect(story.report(name).output.summary).toContain('mallory');
  });

  function edit(name: string, set: Parameters<typeof story.world.editRuleset>[1]['set']): void {
    story.world.editRuleset(name, { ...BY_MALLORY, set });
  }

  test('carries rules and parameters that a person put into it, known or not, byte for byte', async () => {
    const name = await repository('ruleset');
    const foreign = [
      { type: 'commit_message_pattern', parameters: { operator: 'starts_with', pattern: 'JIRA-' } },
      { type: 'rule_of_tomorrow', parameters: { deep: { list: [1, 'two', null], flag: true } } },
    ];
    edit(name, {
      rules: [...(ruleset(name)?.rules ?? []).filter(({ type }) => type !== 'deletion'), ...foreign],
    });
    await story.settled();

    expect(ruleTypes(name)).toEqual(
      [...foreign.map(({ type }) => type), 'deletion', 'non_fast_forward', 'required_status_checks'].sort(),
    );
    expect(ruleset(name)?.rules).toEqual(expect.arrayContaining(foreign));
    story.world.deleteRepository(name, { by: 'olivia' });
    await story.settled();
    // GitHub's description of today does not know the rule of tomorrow: that alone may differ from it.
    expect(story.house.newViolations().filter((one) => !/, (?:request|response)\/rules\//.test(one))).toEqual(
      [],
    );
  });
});

describe('Several branches of one policy', () => {
  const FILE = 'version: 1\nvia: ruleset\nbranches: [release]\n';
  function ci(...jobs: readonly string[]) {
    const lines = jobs.map((job) => `  ${job}: { runs-on: x, steps: [{ run: make }] }\n`);
    return { '.github/workflows/ci.yml': `on: [pull_request]\njobs:\n${lines.join('')}` };
  }

  beforeAll(async () => {
    story.organisation('branchy');
    story.repository('branchy/.github', { from: { files: { [PATH]: FILE } } });
    story.repository('branchy/same', { from: { files: ci(...FIVE) } });
    story.world.push('branchy/same', { by: 'walt', branch: 'release', files: { a: '1' } });
    const files = ci('lint', 'security', 'build', 'validate-migrations');
    story.repository('branchy/differs', { from: { files } });
    story.world.push('branchy/differs', { by: 'walt', branch: 'release', files: { a: '1' } });
    for (const [branch, version] of [
      ['main', '3'],
      ['release', '2'],
    ] as const) {
      const matrix = `on: [pull_request]\njobs:\n  test:\n    runs-on: x\n    strategy: { matrix: { v: ['${version}'] } }\n    steps: [{ run: make }]\n`;
      story.world.push('branchy/differs', {
        by: 'walt',
        branch,
        files: { '.github/workflows/t.yml': matrix },
      });
    }
    story.world.installApp('branchy', { by: 'olivia' });
    await story.settled();
  });

  test('share one ruleset, which names them', () => {
    expect(story.world.repository('branchy/same').rulesets.size).toBe(1);
    expect([...(ruleset('branchy/same')?.include ?? [])].sort()).toEqual([
      'refs/heads/main',
      'refs/heads/release',
    ]);
    expect(Object.keys(story.github.protectionOf('branchy/same')).sort()).toEqual(['main', 'release']);
    for (const { rules } of Object.values(story.github.protectionOf('branchy/same')))
      expect(rules).toHaveLength(3);
  });

  test('whose checks are called differently: those are refused, the rest is protected', () => {
    expect(contexts('branchy/differs')).toEqual(['lint', 'security', 'build', 'validate-migrations']);
    expect(ruleTypes('branchy/differs')).toContain('deletion');
    expect(story.report('branchy/differs').output.summary).toContain('`ruleset_names_differ`');
    expect(story.report('branchy/differs').conclusion).not.toBe('success');
  });
});

describe('Moving from the classic rule to a ruleset', () => {
  let own: string;
  let peoples: string;
  let wild: string;

  beforeAll(async () => {
    own = await repository('classic');
    peoples = await repository('classic');
    wild = await repository('classic');
    story.world.setProtection(peoples, {
      pattern: 'main',
      by: 'mallory',
      set: ({ checks }) => ({
        linearHistory: true,
        checks: checks && { ...checks, checks: [...checks.checks, { context: 'e2e', appId: null }] },
      }),
    });
    story.world.setProtection(wild, { pattern: '*', by: 'mallory', set: { signatures: true } });
    await story.settled();
  });

  test('begins with a classic rule of Mainstay', () => {
    for (const name of [own, peoples, wild]) expect(story.rule(name)).toMatchObject({ adminsEnforced: true });
    expect(story.rule(own)).toMatchObject(AS_BUILT_IN);
  });

  test('writes the ruleset first, then takes the rule back that was only its own', async () => {
    await policy('classic', RULESET);

    const steps = writes.filter(({ repository: name }) => name === own);
    expect(steps.map(({ after }) => [after['main']?.classic !== null, after['main']?.rules.length])).toEqual([
      [true, 3],
      [false, 3],
    ]);
    expect(story.world.repository(own).rules.size).toBe(0);
    expect(contexts(own)).toEqual(FIVE);
    expect(story.report(own).conclusion).toBe('success');
  });

  test('leaves what people set where they set it', () => {
    expect(story.rule(peoples)).toMatchObject({ linearHistory: true });
    expect(story.required(peoples)).toContain('e2e');
    expect(contexts(peoples)).toEqual(FIVE);
    expect(story.rule(wild, '*')).toMatchObject({ signatures: true });
    for (const name of [peoples, wild]) expect(story.report(name).conclusion).toBe('success');
  });

  test('is over then: a look again writes nothing', async () => {
    const cost = await story.cost(() => {
      for (const name of [own, peoples, wild]) {
        story.world.push(name, { by: 'walt', files: { again: 'x' } });
      }
    });

    expect(cost.writes).toBe(0);
  });

  test('and back again leaves no ruleset, and people have what they had', async () => {
    await policy('classic', CLASSIC);

    for (const name of [own, peoples, wild]) {
      expect(ruleset(name)).toBeUndefined();
      expect(story.rule(name)?.checks?.checks.map(({ context }) => context)).toEqual(
        expect.arrayContaining(FIVE),
      );
      expect(story.rule(name)).toMatchObject({ adminsEnforced: true, forcePushes: false, deletions: false });
    }
    expect(story.rule(peoples)).toMatchObject({ linearHistory: true });
    expect(story.required(peoples)).toContain('e2e');
  });
});

describe('Moving from a ruleset to the classic rule', () => {
  test('leaves what a person put into the ruleset, and takes back the rest', async () => {
    const own = await repository('ruleset');
    const mixed = await repository('ruleset');
    const pattern = { type: 'commit_message_pattern', parameters: { operator: 'contains', pattern: 'x' } };
    story.world.editRuleset(mixed, {
      name: 'mainstay',
      by: 'mallory',
      set: { rules: [...(ruleset(mixed)?.rules ?? []), pattern, { type: 'required_signatures' }] },
    });
    await story.settled();

    await policy('ruleset', CLASSIC);

    for (const name of [own, mixed]) expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
    expect(ruleset(own)).toBeUndefined();
    expect(ruleTypes(mixed)).toEqual(['commit_message_pattern', 'required_signatures']);
    expect(story.report(mixed).conclusion).toBe('success');
  });
});
