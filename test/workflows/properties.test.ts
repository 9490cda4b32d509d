import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { file, judge, names, read } from '#kit/workflow-yaml';
import { reportsOn } from '#workflows';

const STEPS = [{ run: 'true' }];
const PATTERNS = [
  '**',
  '*',
  'docs/**',
  '**.md',
  'src/**',
  '!docs/**',
  '!**.md',
  '[a-m]*',
  'src/?',
  '*/**',
  'a+',
  '.*',
  'README.md',
];
const FILES = [
  'README.md',
  'docs/a.md',
  'docs/logo.png',
  'src/main.py',
  'src/x',
  'a',
  'aaa',
  'zeta',
  '.gitignore',
  'x/y/z',
];

const paths = fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 4 });
const trigger = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: paths.map((list) => ({ paths: list })) },
  {
    weight: 3,
    arbitrary: paths.map((list) => ({ 'paths-ignore': list.filter((one) => !one.startsWith('!')) })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      types: fc.subarray(['opened', 'synchronize', 'reopened', 'labeled'], { minLength: 1 }),
    }),
  },
);
const condition = fc.constantFrom(
  null,
  'always()',
  'github.event.pull_request.draft == false',
  "github.actor != 'dependabot[bot]'",
  'github.event.pull_request.head.repo.full_name == github.repository',
  "github.event_name == 'pull_request'",
);

type Body = Readonly<Record<string, unknown>>;

function workflow(on: Body, condition_: string | null): string {
  return stringify({
    on: { pull_request: on },
    jobs: {
      test: {
        'runs-on': 'u',
        strategy: { matrix: { v: ['a'] } },
        ...(condition_ === null ? {} : { if: condition_ }),
        steps: STEPS,
      },
    },
  });
}

const workflows = fc
  .array(fc.tuple(trigger, condition), { minLength: 1, maxLength: 3 })
  .map((list) => list.map(([on, when], index) => file(`w${index}.yml`, workflow(on, when))));

const pull = fc.record({
  changedFiles: fc.uniqueArray(fc.constantFrom(...FILES), { minLength: 1, maxLength: 4 }),
  draft: fc.boolean(),
  fork: fc.boolean(),
  actor: fc.constantFrom('alice', 'dependabot[bot]'),
  activity: fc.constantFrom('opened', 'synchronize', 'reopened'),
});

describe('whatever the workflows', () => {
  test('a check that will report does so on every pull request', () => {
    fc.assert(
      fc.property(workflows, pull, (files, facts) => {
        fc.pre(judge(files, 'test (a)').verdict === 'will');

        const answer = reportsOn(read(files), 'test (a)', {
          branch: 'main',
          event: 'pull_request',
          ...facts,
        });

        expect(answer.reports).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('on its witness a check that may report does not', () => {
    fc.assert(
      fc.property(workflows, (files) => {
        const { verdict, witness } = judge(files, 'test (a)');
        fc.pre(verdict === 'may');

        const facts = {
          branch: 'main',
          event: 'pull_request' as const,
          draft: false,
          fork: false,
          actor: 'alice',
          activity: 'opened',
        };
        const answer = reportsOn(read(files), 'test (a)', {
          ...facts,
          changedFiles: ['src/main.py'],
          ...witness,
        });

        expect(witness).not.toBeNull();
        expect(answer.reports).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('a filter more never makes a check more certain', () => {
    fc.assert(
      fc.property(condition, paths, (when, list) => {
        const order = ['never', 'may', 'will'];
        const before = judge(workflow({}, when), 'test (a)').verdict;

        const after = judge(workflow({ paths: list }, when), 'test (a)').verdict;

        expect(order.indexOf(after)).toBeLessThanOrEqual(order.indexOf(before));
      }),
      { numRuns: 50 },
    );
  });

  test('a verdict does not depend on the order of the files', () => {
    fc.assert(
      fc.property(workflows, (files) => {
        expect(judge(files.toReversed(), 'test (a)').verdict).toBe(judge(files, 'test (a)').verdict);
      }),
      { numRuns: 50 },
    );
  });
});

const scalar = fc.oneof(
  fc.constantFrom('ubuntu', '3.10', '', 'a b', '${{ vars.X }}', "${{ fromJSON('[1]') }}"),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const cell = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('os', 'v'), scalar, { maxKeys: 2 }),
);
const key = fc.constantFrom('os', 'v', 'OS', 'extra');
const matrix = fc.record(
  {
    os: fc.array(cell, { maxLength: 3 }),
    v: fc.oneof(fc.array(cell, { maxLength: 3 }), scalar),
    include: fc.array(fc.dictionary(key, cell, { maxKeys: 3 }), { maxLength: 3 }),
    exclude: fc.array(fc.dictionary(key, cell, { maxKeys: 2 }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const name = fc.constantFrom(
  'Test',
  '${{ matrix.os }}',
  '${{ matrix.v.os }} x',
  '${{ format(github.ref, 1) }}',
  '${{ inputs.none }}',
  ' ',
);

describe('expansion', () => {
  test('never throws, and names every job of a workflow that is read', () => {
    fc.assert(
      fc.property(matrix, name, (spec, title) => {
        const text = stringify({
          on: 'pull_request',
          jobs: { test: { name: title, 'runs-on': 'u', strategy: { matrix: spec }, steps: STEPS } },
        });

        const found = names(text);
        const { problems } = read(text);

        expect(found.length > 0 || problems.length > 0).toBe(true);
        for (const one of found) expect(one.startsWith('/') || one.length <= 500).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('never throws on a text that is no workflow', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `on: push\njobs: ${text}\n`),
          fc.json().map((text) => `on: ${text}\njobs: {}\n`),
        ),
        (text) => {
          expect(() => names(text)).not.toThrow();
        },
      ),
      { numRuns: 150 },
    );
  });

  test('every name that is a pattern is a regular expression, and fits what it stands for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 5 }), (before, value) => {
        fc.pre(
          !/[{}$'"\\\n\r\t]|^\s|\s$/.test(before) &&
            !/\p{Cc}/u.test(before + value) &&
            value.trim() === value &&
            value !== '',
        );
        const text = stringify({
          on: 'pull_request',
          jobs: { test: { name: `${before} x\${{ vars.V }}`, 'runs-on': 'u', steps: STEPS } },
        });

        const [pattern = ''] = names(text);

        expect(new RegExp(pattern.slice(1, -1), 's').test(`${before} x${value}`)).toBe(true);
        expect(judge(text, `${before} x${value}`).verdict).toBe('may');
      }),
      { numRuns: 50 },
    );
  });
});
