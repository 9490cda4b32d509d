import { describe, expect, test } from '@jest/globals';
import type { Known, RepoFacts, RepoProperties } from '#model';
import { asksForProperties, branchesAsked, guardOf, looser, parsePolicy, wantedFor } from '#policy';
import type { PolicyFile, WantedAnswer } from '#policy';
import { repoFacts } from '#kit/builders';

const FILE = 'acme/.github/.github/mainstay.yml';

function policyOf(...lines: readonly string[]): PolicyFile {
  const text = ['version: 1', ...lines].join('\n');
  const { policy, problems } = parsePolicy(text, { file: FILE, level: 'organisation' });
  if (policy === null) throw new Error(problems.map(({ detail }) => detail).join('\n'));
  return policy;
}

type Around = {
  readonly repo?: Partial<RepoFacts>;
  readonly properties?: Known<RepoProperties> | null;
  readonly now?: string;
  readonly own?: readonly string[];
};

function answerFor(organisation: readonly string[], around: Around = {}): WantedAnswer {
  return wantedFor({
    repo: repoFacts(around.repo),
    properties: around.properties ?? null,
    organisation: policyOf(...organisation),
    repository: around.own === undefined ? null : policyOf(...around.own),
    now: new Date(around.now ?? '2026-11-24T12:00:00Z'),
  });
}

function blockFor(match: string): readonly string[] {
  return ['repositories:', `  - match: ${match}`, '    strict: true'];
}

describe('A block', () => {
  const repo: Partial<RepoFacts> = {
    name: 'Web-Shop',
    topics: ['backend', 'go'],
    visibility: 'internal',
    language: 'Go',
    fork: true,
  };
  const properties = { known: true, value: { tier: ['gold', 'blue'], pci: ['true'] } } as const;

  test.each([
    ['{name: web-*}', true],
    ['{name: [api, "*shop"]}', true],
    ['{name: api}', false],
    ['{topics: [go]}', true],
    ['{topics: [go, backend]}', true],
    ['{topics: [go, web]}', false],
    ['{visibility: internal}', true],
    ['{visibility: private}', false],
    ['{language: go}', true],
    ['{language: Rust}', false],
    ['{fork: true}', true],
    ['{fork: false}', false],
    ['{properties: {tier: blue}}', true],
    ['{properties: {tier: [red, gold]}}', true],
    ['{properties: {pci: true, tier: gold}}', true],
    ['{properties: {pci: false}}', false],
    ['{properties: {constructor: a}}', false],
    ['{name: web-*, fork: false}', false],
  ])('with match %s counts for an internal fork in Go: %s', (match, counts) => {
    const { wanted, unknown } = answerFor(blockFor(match), { repo, properties });

    expect(wanted.settings.strict).toEqual(counts ? { value: true, origin: { file: FILE, line: 4 } } : null);
    expect(unknown).toBeNull();
  });

  test('that goes by properties nobody could read leaves it unknown what is wanted', () => {
    const why = { code: 'permission_missing', detail: 'GitHub refused.' } as const;

    const { unknown } = answerFor(blockFor('{properties: {tier: gold}}'), {
      properties: { known: false, why },
    });

    expect(unknown).toMatchObject({ code: 'policy_properties_unknown', place: { line: 3 } });
    expect(unknown?.detail).toContain('GitHub refused.');
  });

  test('that is not for the repository in any case does not need its properties', () => {
    expect(answerFor(blockFor('{name: other, properties: {tier: gold}}')).unknown).toBeNull();
  });

  test.each([
    ['strict: true', 'strict: false'],
    ['reviews: {count: 1}', 'reviews: {required: false}'],
    ['pause: {max: 4h}', 'pause: {max: 90m}'],
    ['required_checks: [{check: a, when: ready}]', 'required_checks: [{check: a, when: always}]'],
  ])('that says `%s` and another that says `%s` for one repository contradict each other', (one, other) => {
    const { unknown } = answerFor([
      'repositories:',
      '  - match: {name: a*}',
      `    ${one}`,
      '  - match: {name: "*i"}',
      `    ${other}`,
    ]);

    expect(unknown?.code).toBe('policy_conflict');
    expect(unknown?.detail).toMatch(/Line 4.*line 6/);
    expect(unknown?.place?.line).toBe(6);
  });

  test('adds to the lists of others, and the later one of two that agree is named', () => {
    const { wanted, unknown } = answerFor([
      'repositories:',
      '  - {match: {name: a*}, strict: true, required_checks: [e2e]}',
      '  - {match: {fork: false}, strict: true, required_checks: [docs]}',
    ]);

    expect(unknown).toBeNull();
    expect(wanted.settings.strict?.origin?.line).toBe(4);
    expect(wanted.checks.slice(5).map(({ name }) => name)).toEqual([
      { check: 'e2e', workflow: null },
      { check: 'docs', workflow: null },
    ]);
  });
});

describe('An exemption', () => {
  const UNTIL = ['exempt:', '  - {repo: api, until: 2026-11-30, reason: moves}'];

  test.each([
    ['2026-11-30T23:59:59Z', true],
    ['2026-12-01T00:00:00Z', false],
  ])('to the end of November stands at %s: %s', (now, stands) => {
    const { exempt } = answerFor(UNTIL, { now }).wanted;

    expect(exempt).toEqual(
      stands ? { until: '2026-11-30T23:59:59.999Z', reason: 'moves', origin: { file: FILE, line: 3 } } : null,
    );
  });

  test('that lasts the longest counts', () => {
    expect(answerFor([...UNTIL, '  - a*']).wanted.exempt).toMatchObject({ until: null });
  });
});

describe('What the files could ask for', () => {
  test('is every branch that any of them names for a repository of that name', () => {
    const organisation = policyOf(
      'branches: [lts]',
      'repositories:',
      '  - {match: {topics: [x]}, branches: [next]}',
      '  - {match: {name: other}, branches: [never]}',
    );

    const asked = branchesAsked({ repo: repoFacts(), organisation, repository: policyOf('branches: [own]') });

    expect(asked).toEqual(['main', 'lts', 'next', 'own']);
  });

  test('hangs on properties only where a block goes by them', () => {
    expect(asksForProperties(policyOf(...blockFor('{properties: {a: b}}')))).toBe(true);
    expect(asksForProperties(policyOf(...blockFor('{name: a}')))).toBe(false);
    expect(asksForProperties(null)).toBe(false);
  });

  test('is guarded from fifty repositories on, unless the policy says another number', () => {
    expect(guardOf(null)).toEqual({ value: 50, origin: null });
    expect(guardOf(policyOf('guard: {max_repositories: 7}'))).toEqual({
      value: 7,
      origin: { file: FILE, line: 2 },
    });
  });
});

describe('A policy asks for less than another', () => {
  test.each<[string, string, readonly string[]]>([
    ['mode: enforce', 'mode: monitor', ['mode']],
    ['extras: keep', 'extras: remove', ['extras']],
    ['bridge: false', 'bridge: true', ['bridge']],
    ['strict: true', 'strict: false', ['strict']],
    ['signatures: true', '# nothing', ['signatures']],
    ['include_admins: true', 'include_admins: false', ['include_admins']],
    ['reviews: {count: 2}', 'reviews: {count: 1}', ['reviews.count']],
    ['push: {users: [a]}', 'push: {users: [a, b]}', ['push']],
    ['push: {users: [a]}', '# nothing', ['push']],
    ['# nothing', 'force_push: {users: [a]}', ['force_push']],
    ['reviews: {count: 1}', 'reviews: {count: 1, bypassers: {users: [a]}}', ['reviews.bypassers']],
    ['deployments: [a, b]', 'deployments: [a]', ['deployments']],
    ['branches: [b]', '# nothing', ['branches']],
    ['required_checks: [b]', '# nothing', ['required_checks']],
    ['required_checks: [b]', 'required_checks: [{check: b, when: ready}]', ['required_checks']],
    ['required_checks: [{check: b, source: 5}]', 'required_checks: [b]', ['required_checks']],
    ['# nothing', 'exempt: [api]', ['exempt']],
    ['exempt: [{repo: api, until: 2027-01-01}]', 'exempt: [api]', ['exempt']],
    ['pause: {by: owner}', 'pause: {by: admin}', ['pause']],
    ['pause: {max: 4h}', 'pause: {max: 5h}', ['pause']],
    ['overrides: none', 'overrides: tighten', ['overrides']],
    ['overrides: tighten', 'overrides: {allow: [strict]}', ['overrides']],
    ['guard: {max_repositories: 5}', '# nothing', ['guard']],
    ['# nothing', 'via: ruleset', []],
    ['# nothing', 'contention: {times: 9}', []],
    ['optional_checks: [a]', '# nothing', []],
  ])('if it was `%s` and becomes `%s`: in %j', (before, after, keys) => {
    expect(looser(answerFor([after]).wanted, answerFor([before]).wanted)).toEqual(keys);
    if (keys.length > 0) {
      expect(looser(answerFor([before]).wanted, answerFor([after]).wanted)).toEqual([]);
    }
  });
});

describe("A repository's own file", () => {
  test('has no effect under `overrides: none`, and is told so', () => {
    const { wanted, problems } = answerFor(['overrides: none'], { own: ['strict: true'] });

    expect(wanted.settings.strict).toBeNull();
    expect(problems).toMatchObject([{ code: 'policy_only_tightens', place: { line: 2 } }]);
  });

  test('sets freely what it is allowed, and only that', () => {
    const { wanted, problems } = answerFor(['overrides: {allow: [include_admins, required_checks]}'], {
      own: ['include_admins: false', 'replace: true', 'required_checks: [own]', 'block_deletions: false'],
    });

    expect(wanted.settings.include_admins?.value).toBe(false);
    expect(wanted.checks.map(({ name }) => name)).toEqual([{ check: 'own', workflow: null }]);
    expect(wanted.settings.block_deletions?.value).toBe(true);
    expect(problems.map(({ place }) => place?.line)).toEqual([5]);
  });

  test.each([
    ['push: {users: [a, c]}', ['push: {users: [a, b]}']],
    ['force_push: {users: [a]}', []],
    ['extras: remove', []],
    ['via: ruleset', []],
    ['pause: {by: admin}', []],
    ['lock_branch: false', ['extras: remove']],
    ['reviews: {count: 1}', ['reviews: {count: 2}']],
    ['overrides: none', []],
    ['guard: {max_repositories: 9}', []],
  ])('that says `%s` changes nothing, and is told so', (own, organisation) => {
    const { wanted, problems } = answerFor(organisation, { own: [own] });

    expect(wanted).toEqual(answerFor(organisation).wanted);
    expect(problems).toMatchObject([{ code: 'policy_only_tightens', place: { line: 2 } }]);
  });
});
