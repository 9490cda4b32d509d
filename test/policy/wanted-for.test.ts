import { describe, expect, test } from '@jest/globals';
import type { RepoName, Wanted } from '#model';
import { parsePolicy, wantedFor, type PolicyFile, type WantedAnswer } from '#policy';

const REPO: RepoName = { owner: 'acme', name: 'api' };
const POLICY_REPO: RepoName = { owner: 'acme', name: '.github' };
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
  repo = REPO,
): WantedAnswer {
  return wantedFor({
    repo,
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
    expect({ ...wanted, checks: [] }).toEqual({
      exempt: 'no',
      mode: { value: 'enforce', origin: null },
      branches: [{ value: 'main', origin: null }],
      checks: [],
      strict: null,
      includeAdmins: { value: true, origin: null },
      bridge: { value: true, origin: null },
      blockForcePushes: { value: true, origin: null },
      blockDeletions: { value: true, origin: null },
    });
    expect([problems, notes]).toEqual([[], []]);
  });

  test('holds for an organisation whose file says only its version', () => {
    expect(answerFor({ organisation: [] })).toEqual(answerFor({}));
  });
});

describe("The organisation's file", () => {
  test('replaces each value that it names, and every value knows its line', () => {
    const { wanted } = answerFor({
      organisation: [
        'mode: monitor',
        'branches: [trunk]',
        'strict: true',
        'include_admins: false',
        'required_checks:',
        '  - unit',
        '  - { context: cla, source: 4242 }',
      ],
    });

    expect(wanted).toMatchObject({
      mode: { value: 'monitor', origin: inOrganisation(2) },
      branches: [{ value: 'trunk', origin: inOrganisation(3) }],
      strict: { value: true, origin: inOrganisation(4) },
      includeAdmins: { value: false, origin: inOrganisation(5) },
      checks: [
        { name: { check: 'unit', workflow: null }, source: null, when: 'always', origin: inOrganisation(7) },
        { name: { context: 'cla' }, source: 4242, when: 'always', origin: inOrganisation(8) },
      ],
    });
  });

  test('may require no checks at all', () => {
    const { wanted } = answerFor({ organisation: ['required_checks: []'] });

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

    expect(wanted.exempt).toEqual(exempts ? inOrganisation(4) : 'no');
  });

  test('with a glob of many stars is answered at once', () => {
    const { wanted } = answerFor(
      { organisation: [`exempt: ["${'*a'.repeat(49)}b"]`] },
      { owner: 'acme', name: 'a'.repeat(100) },
    );

    expect(wanted.exempt).toBe('no');
  });
});

describe("A repository's own file", () => {
  test('adds its checks and branches to those of the organisation', () => {
    const { wanted, problems } = answerFor({
      organisation: ['required_checks: [test]'],
      repository: ['branches: [main, develop]', 'required_checks: [e2e, test]'],
    });

    expect(problems).toEqual([]);
    expect(wanted.branches).toEqual([
      { value: 'main', origin: null },
      { value: 'develop', origin: inRepository(2) },
    ]);
    expect(wanted.checks.map(({ name, origin }) => ({ name, origin }))).toEqual([
      { name: { check: 'test', workflow: null }, origin: inOrganisation(2) },
      { name: { check: 'e2e', workflow: null }, origin: inRepository(3) },
    ]);
  });

  test('tightens the built-in policy where the organisation has no file', () => {
    const { wanted } = answerFor({ repository: ['strict: true', 'required_checks: [e2e]'] });

    expect(wanted.strict).toEqual({ value: true, origin: inRepository(2) });
    expect(namesIn(wanted)).toEqual(['test', 'lint', 'security', 'build', 'validate-migrations', 'e2e']);
  });

  test('may be stricter than the organisation in every value', () => {
    const { wanted, problems } = answerFor({
      organisation: ['mode: monitor', 'strict: false', 'include_admins: false'],
      repository: ['mode: enforce', 'strict: true', 'include_admins: true'],
    });

    expect(problems).toEqual([]);
    expect(wanted.mode).toEqual({ value: 'enforce', origin: inRepository(2) });
    expect(wanted.strict).toEqual({ value: true, origin: inRepository(3) });
    expect(wanted.includeAdmins).toEqual({ value: true, origin: inRepository(4) });
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
    expect(wanted.strict?.value).toBe(true);
  });

  test('asks for a check of the organisation from the moment it exists, and pins it', () => {
    const { wanted, problems } = answerFor({
      organisation: ['required_checks: [{ check: test, when: ready }]'],
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
    expect(wanted.strict).toEqual({ value: false, origin: inRepository(2) });
  });
});

describe('The policy repository', () => {
  test('requires a check only once a workflow there can report it', () => {
    const { wanted, problems } = answerFor({ organisation: ['strict: true'] }, POLICY_REPO);

    expect(wanted.checks.map(({ when }) => when)).toEqual(Array.from({ length: 5 }, () => 'ready'));
    expect(wanted.includeAdmins.value).toBe(true);
    expect(wanted.strict?.value).toBe(true);
    expect(problems).toEqual([]);
  });

  test.each(['.github', '*', '.GitHub'])('cannot be exempted by "%s"', (glob) => {
    const { wanted } = answerFor(
      { organisation: [`exempt: ["${glob}"]`] },
      { owner: 'acme', name: '.GitHub' },
    );

    expect(wanted.exempt).toBe('no');
  });

  test("is not held to its own file twice: it is the organisation's", () => {
    const lines = ['mode: monitor', 'exempt: [legacy-*]', 'required_checks: [test]'];

    const twice = answerFor({ organisation: lines, repository: lines }, POLICY_REPO);

    expect(twice).toEqual(answerFor({ organisation: lines }, POLICY_REPO));
  });
});
