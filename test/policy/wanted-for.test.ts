import { describe, expect, test } from '@jest/globals';
import { BUILT_IN_CHECKS, SETTINGS, type RepoFacts, type Wanted } from '#model';
import { parsePolicy, wantedFor, type PolicyFile, type WantedAnswer } from '#policy';
import { repoFacts } from '#kit/builders';

const REPO = repoFacts();
const POLICY_REPO = repoFacts({ name: '.github' });
const NOW = new Date('2026-11-24T12:00:00Z');
const FIVE: readonly string[] = BUILT_IN_CHECKS;
const ORGANISATION_FILE = 'acme/.github/.github/mainstay.yml';
const REPOSITORY_FILE = 'acme/api/.github/mainstay.yml';

function policyOf(
  lines: readonly string[] | undefined,
  level: 'organisation' | 'repository',
): PolicyFile | null {
  if (lines === undefined) return null;
  const file = level === 'organisation' ? ORGANISATION_FILE : REPOSITORY_FILE;
  const { policy, problems } = parsePolicy(['version: 1', ...lines].join('\n'), { file, level });
  if (policy === null) throw new Error(problems.map(({ detail }) => detail).join('\n'));
  return policy;
}

/** The answer for files of these lines, from line 2 on. */
function answerFor(
  files: { readonly organisation?: readonly string[]; readonly repository?: readonly string[] },
  repo: RepoFacts = REPO,
): WantedAnswer {
  return wantedFor({
    repo,
    properties: null,
    now: NOW,
    organisation: policyOf(files.organisation, 'organisation'),
    repository: policyOf(files.repository, 'repository'),
  });
}

function namesIn(wanted: Wanted): readonly string[] {
  return wanted.checks.map(({ name }) => ('context' in name ? `context ${name.context}` : name.check));
}

function inOrganisation(line: number): { file: string; line: number } {
  return { file: ORGANISATION_FILE, line };
}

function inRepository(line: number): { file: string; line: number } {
  return { file: REPOSITORY_FILE, line };
}

describe('The built-in policy', () => {
  test('requires the five checks on main, of administrators too, and blocks force pushes and deletion', () => {
    const { wanted, problems, notes } = answerFor({});

    expect(namesIn(wanted)).toEqual(['test', 'lint', 'security', 'build', 'validate-migrations']);
    expect(wanted.checks[0]).toEqual({
      name: { check: 'test', workflow: null },
      source: null,
      when: 'always',
      origin: null,
    });
    const unmanaged = Object.fromEntries(SETTINGS.map((setting) => [setting, null]));
    const on = { value: true, origin: null };
    expect({ ...wanted, checks: [] }).toEqual({
      exempt: null,
      mode: { value: 'enforce', origin: null },
      via: { value: 'classic', origin: null },
      extras: { value: 'keep', origin: null },
      branches: [{ value: 'main', origin: null }],
      checks: [],
      optional: [],
      bridge: on,
      settings: { ...unmanaged, include_admins: on, block_force_pushes: on, block_deletions: on },
      pause: { by: { value: 'owner', origin: null }, maxHours: { value: 24, origin: null } },
      contention: {
        times: { value: 3, origin: null },
        withinMinutes: { value: 60, origin: null },
        automation: [],
      },
      overrides: { value: 'tighten', origin: null },
      guard: { value: 50, origin: null },
    });
    expect([problems, notes]).toEqual([[], []]);
  });

  test('holds for an organisation whose file says only its version', () => {
    expect(answerFor({ organisation: [] })).toEqual(answerFor({}));
  });
});

describe("The organisation's file", () => {
  test('sets each value that it names, and every value knows its line', () => {
    const { wanted } = answerFor({
      organisation: [
        'mode: monitor',
        'branches: [trunk]',
        'strict: true',
        'include_admins: false',
        'replace: true',
        'required_checks:',
        '  - unit',
        '  - { context: cla, source: 4242 }',
      ],
    });

    expect(wanted).toMatchObject({
      mode: { value: 'monitor', origin: inOrganisation(2) },
      branches: [{ value: 'trunk', origin: inOrganisation(3) }],
      settings: {
        strict: { value: true, origin: inOrganisation(4) },
        include_admins: { value: false, origin: inOrganisation(5) },
      },
      checks: [
        { name: { check: 'unit', workflow: null }, source: null, when: 'always', origin: inOrganisation(8) },
        { name: { context: 'cla' }, source: 4242, when: 'always', origin: inOrganisation(9) },
      ],
    });
  });

  test('adds its lists to the built-in ones', () => {
    const { wanted } = answerFor({ organisation: ['branches: [trunk]', 'required_checks: [unit, test]'] });

    expect(wanted.branches.map(({ value }) => value)).toEqual(['main', 'trunk']);
    expect(namesIn(wanted)).toEqual([...FIVE, 'unit']);
    expect(wanted.checks[0]?.origin).toEqual(inOrganisation(3));
  });

  test('replaces only the lists that it says it replaces', () => {
    const { wanted } = answerFor({
      organisation: ['replace: [required_checks]', 'branches: [trunk]', 'required_checks: [unit]'],
    });

    expect(wanted.branches.map(({ value }) => value)).toEqual(['main', 'trunk']);
    expect(namesIn(wanted)).toEqual(['unit']);
  });

  test('may require no checks at all', () => {
    const { wanted } = answerFor({ organisation: ['replace: true', 'required_checks: []'] });

    expect(wanted.checks).toEqual([]);
  });

  test.each([
    ['api', true],
    ['API', true],
    ['a*', true],
    ['*', true],
    ['?p?', true],
    ['*i', true],
    ['a*p*i*', true],
    ['ap', false],
    ['api?', false],
    ['??', false],
    ['*b*', false],
    ['.api', false],
    ['a.i', false],
  ])('that exempts "%s" exempts the repository api: %s', (glob, exempts) => {
    const { wanted } = answerFor({ organisation: ['exempt:', '  - other', `  - "${glob}"`] });

    expect(wanted.exempt).toEqual(exempts ? { until: null, reason: null, origin: inOrganisation(4) } : null);
  });

  test('with a glob of many stars is answered at once', () => {
    const { wanted } = answerFor(
      { organisation: [`exempt: ["${'*a'.repeat(49)}b"]`] },
      repoFacts({ name: 'a'.repeat(100) }),
    );

    expect(wanted.exempt).toBeNull();
  });
});

describe("A repository's own file", () => {
  test('adds its checks and branches to those of the organisation', () => {
    const { wanted, problems } = answerFor({
      organisation: ['replace: true', 'required_checks: [test]'],
      repository: ['branches: [main, develop]', 'required_checks: [e2e, test]'],
    });

    expect(problems).toEqual([]);
    expect(wanted.branches).toEqual([
      { value: 'main', origin: null },
      { value: 'develop', origin: inRepository(2) },
    ]);
    expect(wanted.checks.map(({ name, origin }) => ({ name, origin }))).toEqual([
      { name: { check: 'test', workflow: null }, origin: inOrganisation(3) },
      { name: { check: 'e2e', workflow: null }, origin: inRepository(3) },
    ]);
  });

  test('tightens the built-in policy where the organisation has no file', () => {
    const { wanted } = answerFor({ repository: ['strict: true', 'required_checks: [e2e]'] });

    expect(wanted.settings.strict).toEqual({ value: true, origin: inRepository(2) });
    expect(namesIn(wanted)).toEqual(['test', 'lint', 'security', 'build', 'validate-migrations', 'e2e']);
  });

  test('may be stricter than the organisation in every value', () => {
    const { wanted, problems } = answerFor({
      organisation: ['mode: monitor', 'strict: false', 'include_admins: false'],
      repository: ['mode: enforce', 'strict: true', 'include_admins: true'],
    });

    expect(problems).toEqual([]);
    expect(wanted.mode).toEqual({ value: 'enforce', origin: inRepository(2) });
    expect(wanted.settings.strict).toEqual({ value: true, origin: inRepository(3) });
    expect(wanted.settings.include_admins).toEqual({ value: true, origin: inRepository(4) });
  });

  test.each([
    ['mode: monitor', [], 'mode: enforce` (the built-in policy)'],
    ['mode: monitor', ['mode: enforce'], `mode: enforce\` (${ORGANISATION_FILE}, line 2)`],
    ['include_admins: false', [], 'include_admins: true` (the built-in policy)'],
    ['strict: false', ['strict: true'], `strict: true\` (${ORGANISATION_FILE}, line 2)`],
    ['exempt: [api]', [], 'stays protected'],
    ['exempt: []', [], 'stays protected'],
    ['required_checks: [{ check: test, when: ready }]', [], 'when: always` (the built-in policy)'],
    ['required_checks: [{ check: test, source: any }]', [], 'no `source` (the built-in policy)'],
    [
      'required_checks: [{ check: test, source: 5 }]',
      ['required_checks: [{ check: test, source: github-actions }]'],
      `source: 15368\` (${ORGANISATION_FILE}, line 2)`,
    ],
    [
      'required_checks: [{ check: test, source: 5 }]',
      ['required_checks: [{ check: test, source: any }]'],
      `source: any\` (${ORGANISATION_FILE}, line 2)`,
    ],
  ])('that says `%s` changes nothing, and is told so at that line', (line, organisation, says) => {
    const { wanted, problems } = answerFor({ organisation, repository: ['# ours', line] });

    expect(wanted).toEqual(answerFor({ organisation }).wanted);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'policy_only_tightens',
      place: { file: REPOSITORY_FILE, line: 3 },
    });
    expect(problems[0]?.detail).toContain(says);
  });

  test('that loosens in one line still counts in the others', () => {
    const { wanted, problems } = answerFor({ repository: ['mode: monitor', 'strict: true'] });

    expect(problems.map(({ place }) => place?.line)).toEqual([2]);
    expect(wanted.mode.value).toBe('enforce');
    expect(wanted.settings.strict?.value).toBe(true);
  });

  test('asks for a check of the organisation from the moment it exists, and pins it', () => {
    const { wanted, problems } = answerFor({
      organisation: ['required_checks: [{ check: test, when: ready }]', 'replace: [required_checks]'],
      repository: ['required_checks: [{ check: test, source: github-actions }]'],
    });

    expect(problems).toEqual([]);
    expect(wanted.checks).toEqual([
      { name: { check: 'test', workflow: null }, source: 15368, when: 'always', origin: inRepository(2) },
    ]);
  });

  test('that says what the organisation says leaves the words to the organisation', () => {
    const same = [
      'mode: monitor',
      'strict: true',
      'include_admins: false',
      'required_checks: [{ check: test, source: 7, when: ready }]',
    ];

    expect(answerFor({ organisation: same, repository: same })).toEqual(answerFor({ organisation: same }));
  });

  test('may say that strict is not asked for where nobody asks for it', () => {
    const { wanted, problems } = answerFor({ repository: ['strict: false'] });

    expect(problems).toEqual([]);
    expect(wanted.settings.strict).toEqual({ value: false, origin: inRepository(2) });
  });
});

describe('The policy repository', () => {
  test('requires a check only once a workflow there can report it', () => {
    const { wanted, problems } = answerFor({ organisation: ['strict: true'] }, POLICY_REPO);

    expect(wanted.checks.map(({ when }) => when)).toEqual(Array.from({ length: 5 }, () => 'ready'));
    expect(wanted.settings.include_admins?.value).toBe(true);
    expect(wanted.settings.strict?.value).toBe(true);
    expect(problems).toEqual([]);
  });

  test("keeps a rule of its own where the organisation's ruleset protects the others", () => {
    function via(lines: readonly string[], repo = POLICY_REPO) {
      return answerFor({ organisation: lines }, repo).wanted.via.value;
    }

    expect(via(['via: org-ruleset'])).toBe('classic');
    expect(via(['via: ruleset'])).toBe('ruleset');
    expect(via(['via: org-ruleset'], repoFacts({ name: 'api' }))).toBe('org-ruleset');
  });

  test.each(['.github', '*', '.GitHub'])('cannot be exempted by "%s"', (glob) => {
    const { wanted } = answerFor({ organisation: [`exempt: ["${glob}"]`] }, repoFacts({ name: '.GitHub' }));

    expect(wanted.exempt).toBeNull();
  });

  test("is not held to its own file twice: it is the organisation's", () => {
    const lines = ['mode: monitor', 'exempt: [legacy-*]', 'required_checks: [test]'];

    const twice = answerFor({ organisation: lines, repository: lines }, POLICY_REPO);

    expect(twice).toEqual(answerFor({ organisation: lines }, POLICY_REPO));
  });
});
