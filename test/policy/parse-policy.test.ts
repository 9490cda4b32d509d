import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePolicy, type PolicyFile } from '#policy';
import { anyDraft, linesOf, nameOfEntry, textOf, type Draft } from './written-policies.ts';

const FILE = 'acme/.github/.github/mainstay.yml';
const EVERYTHING = `# Ours
version: 1
mode: monitor
branches: [main, ~DEFAULT_BRANCH]
required_checks:
  - test
  - check: build
    workflow: ci.yml
    source: github-actions
    when: ready
  - { context: "ci/circleci: build", source: 18001 }
  - { context: cla, source: any }
strict: true
include_admins: false
exempt:
  - { repo: legacy-*, until: 2027-01-31 }
reviews:
  count: 2
force_push:
  teams: [core]
replace: [required_checks]
pause: {by: admin, max: 90m}
guard: {max_repositories: 5}
overrides: {allow: [strict]}
repositories:
  - match: {name: web-*, topics: [a], properties: {pci: true, tier: [gold, silver]}}
    strict: false
`;

function parsed(text: string): ReturnType<typeof parsePolicy> {
  return parsePolicy(text, { file: FILE, level: 'organisation' });
}

function at(line: number, column: number): { file: string; line: number; column: number } {
  return { file: FILE, line, column };
}

type Own = PolicyFile['own'];

/** What a policy says at its top, without its places: a value for each key, names for each list. */
function said(policy: PolicyFile | null): Readonly<Record<string, unknown>> {
  if (policy === null) throw new Error('the file was refused');
  const entries = Object.entries(policy.own) as [keyof Own, NonNullable<Own[keyof Own]>][];
  return Object.fromEntries(
    entries.map(([key, each]) => [
      key,
      'items' in each ? each.items.map(({ key: name }) => name) : each.value,
    ]),
  );
}

const PARTS = ['reviews', 'pause', 'contention'];

/** The same of a draft. */
function meant(draft: Draft): Readonly<Record<string, unknown>> {
  const { replace, exempt, guard, overrides, repositories, ...own } = draft;
  const flat = Object.entries(own).flatMap(([key, value]): [string, unknown][] =>
    PARTS.includes(key)
      ? Object.entries(value as object).map(([part, each]) => [`${key}.${part}`, each])
      : [[key, value]],
  );
  return Object.fromEntries(flat.map(([key, value]) => [key, meantBy(key, value)]));
}

const HOURS: Readonly<Record<string, number>> = { '1h': 1, '90m': 1.5, '2d': 48 };

function meantBy(key: string, value: unknown): unknown {
  if (key === 'pause.max') return HOURS[String(value)];
  if (key.endsWith('_checks')) return (value as unknown[]).map(nameOfSaid);
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.entries(value as object).flatMap(([kind, names]) =>
    (names as string[]).map((name) => `${kind.slice(0, -1)} ${name}`),
  );
}

function nameOfSaid(entry: unknown): string {
  const name = JSON.parse(nameOfEntry(entry)) as [string, string?] | { readonly context: string };
  return JSON.stringify('context' in name ? [name.context] : [name[0], name[1] ?? null]);
}

describe('A policy file', () => {
  test('means what it says, and every value knows its line and column', () => {
    const { policy, problems } = parsed(EVERYTHING);

    expect(problems).toEqual([]);
    expect(policy?.own).toEqual({
      mode: { value: 'monitor', place: at(3, 7) },
      branches: {
        items: [
          { key: 'main', value: 'main', place: at(4, 12) },
          { key: '~DEFAULT_BRANCH', value: '~DEFAULT_BRANCH', place: at(4, 18) },
        ],
        replaces: false,
        place: at(4, 1),
      },
      required_checks: {
        items: [
          { key: '["test",null]', value: { name: { check: 'test', workflow: null } }, place: at(6, 5) },
          {
            key: '["build","ci.yml"]',
            value: {
              name: { check: 'build', workflow: 'ci.yml' },
              source: { value: 15368, place: at(9, 13) },
              when: { value: 'ready', place: at(10, 11) },
            },
            place: at(7, 5),
          },
          {
            key: '["ci/circleci: build"]',
            value: { name: { context: 'ci/circleci: build' }, source: { value: 18001, place: at(11, 46) } },
            place: at(11, 5),
          },
          {
            key: '["cla"]',
            value: { name: { context: 'cla' }, source: { value: 'any', place: at(12, 29) } },
            place: at(12, 5),
          },
        ],
        replaces: true,
        place: at(5, 1),
      },
      strict: { value: true, place: at(13, 9) },
      include_admins: { value: false, place: at(14, 17) },
      'reviews.count': { value: 2, place: at(18, 10) },
      'reviews.required': { value: true, place: at(17, 1) },
      force_push: {
        items: [{ key: 'team core', value: { kind: 'team', name: 'core' }, place: at(20, 11) }],
        replaces: false,
        place: at(19, 1),
      },
      block_force_pushes: { value: true, place: at(19, 1) },
      'pause.by': { value: 'admin', place: at(22, 13) },
      'pause.max': { value: 1.5, place: at(22, 25) },
    });
    expect(policy).toMatchObject({
      exempt: {
        value: [{ glob: 'legacy-*', until: '2027-01-31', reason: null, place: at(16, 5) }],
        place: at(15, 1),
      },
      guard: { value: 5, place: at(23, 27) },
      overrides: { value: { allow: ['strict'] }, place: at(24, 12) },
      blocks: [
        {
          match: {
            name: ['web-*'],
            topics: ['a'],
            properties: [
              { name: 'pci', values: ['true'] },
              { name: 'tier', values: ['gold', 'silver'] },
            ],
          },
          layer: { strict: { value: false, place: at(27, 13) } },
          place: at(26, 5),
        },
      ],
    });
  });

  test('that says only its version asks for nothing of its own', () => {
    const { policy, problems } = parsed('version: 1');

    expect(problems).toEqual([]);
    expect(said(policy)).toEqual({});
  });

  test.each([
    ['with the line ends of Windows', EVERYTHING.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${EVERYTHING}`],
    ['without a last line end', EVERYTHING.trimEnd()],
    ['with an end of document', `${EVERYTHING}...\n`],
  ])('%s means the same at the same places', (_, text) => {
    expect(parsed(text)).toEqual(parsed(EVERYTHING));
  });

  test('that begins with a document mark is read', () => {
    const { policy } = parsed('---\nversion: 1\nstrict: true\n');

    expect(policy?.own.strict?.place).toEqual(at(3, 9));
  });

  test('of just 512 kB is read', () => {
    const text = `version: 1\n#${'x'.repeat(512 * 1024 - 12)}`;

    const { problems } = parsed(text);

    expect(problems).toEqual([]);
  });

  test('may exempt a thousand repositories and name a hundred checks', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const checks = names.slice(0, 100);

    const { policy } = parsed(`version: 1\nexempt: [${names.join()}]\nrequired_checks: [${checks.join()}]\n`);

    expect(policy?.exempt?.value).toHaveLength(1000);
    expect(policy?.own.required_checks?.items).toHaveLength(100);
  });

  test('may name one job in two workflows, and a job and a literal of one name', () => {
    const { problems } = parsed(
      'version: 1\nrequired_checks: [test, {check: test, workflow: ci.yml}, {context: test}]\n',
    );

    expect(problems).toEqual([]);
  });

  test.each(['main', 'release/1.0', 'a-b_c', 'déjà-vu', 'feature/#1', "it's", 'a@b'])(
    'may name the branch %s',
    (branch) => {
      const { policy } = parsed(`version: 1\nbranches: [${JSON.stringify(branch)}]\n`);

      expect(said(policy)['branches']).toEqual([branch]);
    },
  );

  test.each(['', '-x', '/x', 'x/', 'x.', '.x', 'a/.b', 'a..b', 'a//b', 'x.lock', 'x.lock/y', '@', 'a@{b'])(
    'may not name the branch "%s", which git refuses',
    (branch) => {
      const { policy, problems } = parsed(`version: 1\nbranches: [${JSON.stringify(branch)}]\n`);

      expect(policy).toBeNull();
      expect(problems.map(({ code }) => code)).toEqual(['policy_invalid_value']);
    },
  );

  test('says what its writer wrote, whatever that was', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { policy } = parsed(textOf(draft));

        expect(said(policy)).toMatchObject(meant(draft));
      }),
    );
  });

  test('survives being stored as JSON', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { policy } = parsed(textOf(draft));

        expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
      }),
    );
  });

  test('in which a random key is misspelt by one letter is refused at that line with the right spelling', () => {
    fc.assert(
      fc.property(anyDraft, fc.nat(), fc.nat(), (draft, which, where) => {
        const lines = linesOf(draft);
        const keyed = lines.flatMap((line, index) => (/^[a-z]/.test(line) ? [index] : []));
        const index = keyed[which % keyed.length] ?? 0;
        const [key = ''] = (lines[index] ?? '').split(':');
        const cut = where % key.length;
        const misspelt = `${key.slice(0, cut)}z${key.slice(cut + 1)}`;
        const text = lines.with(index, (lines[index] ?? '').replace(key, misspelt)).join('\n');

        const { policy, problems } = parsed(text);

        expect(policy).toBeNull();
        expect(problems).toHaveLength(1);
        expect(problems[0]).toMatchObject({ code: 'policy_unknown_key', place: at(index + 1, 1) });
        expect(problems[0]?.detail).toContain(`did you mean \`${key}\`?`);
      }),
    );
  });

  test('into which one wrong line is put is refused with one problem at that line', () => {
    const wrong = fc.constantFrom(
      'nothing: 1',
      '\tversion: 1',
      'version: 1',
      '? [a]',
      'x: &anchor 1',
      'x: *alias',
      'x: !tag 1',
      'just words',
      '"": 1',
      '@x: 1',
      '5: 1',
      'x: "open',
    );
    fc.assert(
      fc.property(anyDraft, wrong, fc.boolean(), (draft, line, windows) => {
        const lines = [...linesOf(draft), line];
        const text = lines.join(windows ? '\r\n' : '\n');

        const { policy, problems } = parsed(text);

        expect(policy).toBeNull();
        expect(problems.map(({ place }) => place?.line)).toEqual([lines.length]);
      }),
    );
  });

  test('of any text at all is a policy or has problems within its lines, and nothing is thrown', () => {
    const marks = fc.constantFrom(
      ...[
        'version: 1',
        '\n',
        '  ',
        '- ',
        ': ',
        '[',
        ']',
        '{',
        '}',
        '&a ',
        '*a',
        '"',
        "'",
        '|',
        '>',
        '\t',
        '#',
      ],
      ...[
        '---\n',
        '...\n',
        '? ',
        '!t ',
        '%YAML 1.1\n',
        '\r',
        '\0',
        '\uFEFF',
        'required_checks:',
        'check: a',
        ', ',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(marks, { maxLength: 60 }).map((all) => all.join('')),
      fc.array(marks, { maxLength: 40 }).map((all) => `version: 1\n${all.join('')}`),
    );
    fc.assert(
      fc.property(text, (any) => {
        const { policy, problems } = parsed(any);

        const lines = any.split('\n').length;
        expect(policy === null).toBe(problems.length > 0);
        for (const { place } of problems) {
          expect(place?.line).toBeGreaterThanOrEqual(1);
          expect(place?.line).toBeLessThanOrEqual(lines);
          expect(place?.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
