import { describe, expect, test } from '@jest/globals';
import { file, job, judge, names, onPulls, read } from '#kit/workflow-yaml';

const LONG = 'x'.repeat(120);
const CUT = `${'x'.repeat(97)}...`;

function matrix(lines: string, name = ''): string {
  return job(`${name}    strategy:\n      matrix:\n${lines.replace(/^/gm, '        ')}`);
}

type Row = readonly [rule: string, workflow: string, names: readonly string[]];

const RULES: readonly Row[] = [
  ['N1 the name of a job is its `name:`', job('    name: Unit tests'), ['Unit tests']],
  ['N1 a job without a name is called by its id', job('', 'unit'), ['unit']],
  ['N1 an empty name is no name', job("    name: ''", 'unit'), ['unit']],
  ['N2 the name of the workflow is no part of it', `name: CI\n${job('', 'unit')}`, ['unit']],
  ['N3 matrix values stand in parentheses', matrix("v: ['3.8', '3.9']"), ['job (3.8)', 'job (3.9)']],
  ['N3 a literal name gets the values too', matrix('v: [a]', '    name: Test\n'), ['Test (a)']],
  ['N3 without printable values there is no suffix', matrix('v: [null]'), ['job']],
  [
    'N4 an expression in the name is evaluated for each leg, and gets no suffix',
    matrix('v: [a, b]', '    name: on ${{ matrix.v }}\n'),
    ['on a', 'on b'],
  ],
  [
    'N4 not even where it does not mention the matrix',
    matrix('v: [a, b]', '    name: at ${{ github.base_ref }}\n'),
    ['at main'],
  ],
  [
    'N5 an expression that comes out empty falls back to the default name',
    matrix("v: [a, '']", '    name: ${{ matrix.v }}\n'),
    ['a', 'job'],
  ],
  [
    'N5 which has the matrix values',
    matrix('v: [a, b]', '    name: ${{ matrix.none }}\n'),
    ['job (a)', 'job (b)'],
  ],
  [
    'N6 the first key varies slowest',
    matrix('os: [u, w]\nv: [1, 2]'),
    ['job (u, 1)', 'job (u, 2)', 'job (w, 1)', 'job (w, 2)'],
  ],
  [
    'N7 objects and lists show their leaves, depth first',
    matrix('cfg: [{ os: u, arch: { v: 7 }, tags: [x, true] }]'),
    ['job (u, 7, x, true)'],
  ],
  ['N7 null and empty values are left out', matrix("a: [{ x: null, y: '', z: 1 }]\nb: ['']"), ['job (1)']],
  [
    'N8 numbers and booleans are printed as .NET prints them',
    matrix('v: [3.10, 1e3, 0x10, 0.00001, 1e15, 123456789012345678, 0.1, -0.0, True]'),
    [
      'job (3.1)',
      'job (1000)',
      'job (16)',
      'job (1E-05)',
      'job (1E+15)',
      'job (1.23456789012346E+17)',
      'job (0.1)',
      'job (0)',
      'job (true)',
    ],
  ],
  ['N9 a name is cut to 100 characters', matrix(`v: [${LONG}]`), [`job (${'x'.repeat(92)}...`]],
  ['N9 even without a matrix', job(`    name: ${LONG}`), [CUT]],
  ['N9 a name of exactly 100 is left whole', job(`    name: ${'x'.repeat(100)}`), ['x'.repeat(100)]],
  ['N9 an expression is not cut', matrix(`v: [${LONG}]`, '    name: ${{ matrix.v }}\n'), [LONG]],
  [
    'N10 what `include` adds to a row does not show',
    matrix('v: [1, 2]\ninclude: [{ v: 1, extra: hidden }]'),
    ['job (1)', 'job (2)'],
  ],
  [
    'N10 it is there for an expression, later items first',
    matrix(
      'v: [1, 2]\ninclude: [{ e: all }, { v: 1, e: one }]',
      '    name: ${{ matrix.v }} ${{ matrix.e }}\n',
    ),
    ['1 one', '2 all'],
  ],
  [
    'N10 an item without keys of the matrix adds to every row',
    matrix('v: [1]\ninclude: [{ e: x }]', '    name: n-${{ matrix.e }}\n'),
    ['n-x'],
  ],
  [
    'N11 an item that fits no row is a row, vector keys first',
    matrix('v: [1]\nos: [u]\ninclude: [{ e: x, os: w, v: 9 }]'),
    ['job (1, u)', 'job (w, 9, x)'],
  ],
  [
    'N11 a matrix of `include` alone',
    matrix('include: [{ a: 1, b: 2 }, { a: 3 }]'),
    ['job (1, 2)', 'job (3)'],
  ],
  [
    'N11 an included row is never extended',
    matrix('v: [1]\ninclude: [{ v: 2 }, { v: 2, e: x }]'),
    ['job (1)', 'job (2)', 'job (2, x)'],
  ],
  [
    'N12 `exclude` compares without regard to case',
    matrix('os: [Ubuntu, mac]\nexclude: [{ os: ubuntu }]'),
    ['job (mac)'],
  ],
  ['N12 and numbers as numbers', matrix("v: ['3.10', '3.2']\nexclude: [{ v: 3.1 }]"), ['job (3.2)']],
  ['N12 texts as texts', matrix("v: ['3.10', '3.1']\nexclude: [{ v: '3.1' }]"), ['job (3.10)']],
  [
    'N12 nested values leaf by leaf',
    matrix('c: [{ os: u, v: 1 }, { os: u, v: 2 }, { v: 1 }]\nexclude: [{ c: { os: u, v: 1 } }]'),
    ['job (u, 2)', 'job (1)'],
  ],
  ['N12 lists item by item', matrix('c: [[1, 2], [1, 3]]\nexclude: [{ c: [1, 3] }]'), ['job (1, 2)']],
  [
    'N12 a filter that asks for less matches',
    matrix('c: [{ os: u, v: 1 }, { os: w, v: 2 }]\nexclude: [{ c: { os: u } }]'),
    ['job (w, 2)'],
  ],
  ['N12 keys are compared without regard to case', matrix('OS: [u, w]\nexclude: [{ os: u }]'), ['job (w)']],
  [
    'N13 with all rows excluded one job without a matrix is left',
    matrix('v: [1]\nexclude: [{ v: 1 }]'),
    ['job'],
  ],
  [
    'N15 the name may use github, inputs, vars, needs, strategy and matrix',
    matrix('v: [a]', "    name: ${{ github.event_name }} ${{ inputs.none || 'no' }} ${{ matrix.v }}\n"),
    ['pull_request no a'],
  ],
  [
    'N15 also the place in the matrix',
    matrix('v: [a, b]', '    name: ${{ strategy.job-index }} of ${{ strategy.job-total }}\n'),
    ['0 of 2', '1 of 2'],
  ],
  [
    'N16 an expression of a literal is a literal, and gets the suffix',
    matrix('v: [a]', "    name: ${{ 'x' }}\n"),
    ['x (a)'],
  ],
  ['N18 a slash in a name is only a slash', job('    name: Backend / Lint'), ['Backend / Lint']],
  ['N19 blanks at the ends do not count', matrix("v: ['']", '    name: PHP ${{ matrix.v }}\n'), ['PHP']],
];

describe('a check is called what GitHub calls it', () => {
  test.each(RULES)('%s', (_rule, workflow, wanted) => {
    const found = names(workflow);

    expect(found).toEqual(wanted);
  });

  test.each([
    ['an unknown key in `exclude`', 'v: [1]\nexclude: [{ w: 1 }]', 'names "w"'],
    ['a key without values', 'v: []', 'has no values'],
    ['neither values nor `include`', 'exclude: []', 'neither values nor'],
  ])('N13 %s is refused, so no job of the file reports', (_case, lines, message) => {
    const workflows = read(matrix(lines));

    expect(workflows.problems).toEqual([
      expect.objectContaining({
        code: 'bad-matrix',
        message: expect.stringContaining(message),
        line: 8,
        column: 9,
      }),
    ]);
    expect(judge(matrix(lines), 'job').verdict).toBe('never');
  });

  test('N14 of a matrix with more jobs than GitHub allows nothing is certain', () => {
    const many = matrix(`a: [${Array.from({ length: 257 }, (_, index) => index).join(', ')}]`);

    const answer = judge(many, 'job (3)');

    expect(answer).toMatchObject({ verdict: 'may', dynamic: true });
  });

  test('N14 a product that nobody could run is not even built', () => {
    const keys = Array.from({ length: 12 }, (_, key) => `k${key}: [1, 2, 3, 4, 5, 6, 7, 8, 9]`).join('\n');

    expect(names(matrix(keys))).toEqual(['/^job \\(.*\\)$/']);
  });

  test('N15 an `if:` that uses the matrix is refused', () => {
    const workflows = read(matrix('v: [1]', '    if: matrix.v == 1\n'));

    expect(workflows.problems).toEqual([
      expect.objectContaining({
        code: 'broken-workflow',
        message: expect.stringContaining("'matrix'"),
        line: 6,
      }),
    ]);
  });
});

const CALLEE = `on:
  workflow_call:
    inputs:
      flavour: { type: string, default: plain }
      fast: { type: boolean }
      count: { type: number }
      label: { type: string }
jobs:
  inner:
    runs-on: ubuntu-latest
    strategy: { matrix: { x: [1, 2] } }
    steps: [{ run: 'true' }]
  told:
    name: \${{ inputs.flavour }}-\${{ inputs.fast }}-\${{ inputs.count }}-\${{ inputs.label }}
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
`;

const NESTED = `on: workflow_call
jobs:
  middle: { uses: ./.github/workflows/callee.yml }
`;

describe('N17 a called workflow reports as `caller / callee`', () => {
  test('with the names of each level made on its own', () => {
    const caller = onPulls(
      '  call:\n    strategy: { matrix: { v: [a, b] } }\n    uses: ./.github/workflows/callee.yml\n',
    );

    const found = names([file('ci.yml', caller), file('callee.yml', CALLEE)]);

    expect(found).toEqual([
      ...['call (a) / inner (1)', 'call (a) / inner (2)', 'call (a) / plain-false-0-'],
      ...['call (b) / inner (1)', 'call (b) / inner (2)', 'call (b) / plain-false-0-'],
    ]);
  });

  test('with what the caller passes, its matrix included', () => {
    const caller = onPulls(
      "  call:\n    name: c-${{ matrix.v }}\n    strategy: { matrix: { v: [a] } }\n    uses: ./.github/workflows/callee.yml\n    with: { flavour: '${{ matrix.v }}!', fast: true, count: 3 }\n",
    );

    const found = names([file('ci.yml', caller), file('callee.yml', CALLEE)]);

    expect(found).toEqual(['c-a / inner (1)', 'c-a / inner (2)', 'c-a / a!-true-3-']);
  });

  test('nested, and from another repository', () => {
    const caller = onPulls('  top: { uses: acme/shared/.github/workflows/nested.yml@v1 }\n');
    const reusables = [
      { path: 'acme/shared/.github/workflows/nested.yml', text: NESTED },
      { path: 'acme/shared/.github/workflows/callee.yml', text: CALLEE },
    ];

    const found = names([file('ci.yml', caller)], { reusables });

    expect(found).toContain('top / middle / inner (2)');
  });

  test('as a pattern where the other repository is not at hand', () => {
    const caller = onPulls('  top: { uses: acme/shared/.github/workflows/nested.yml@v1 }\n');

    const answer = judge(caller, 'top / middle / inner (2)');

    expect(answer).toMatchObject({ verdict: 'may', dynamic: true });
    expect(answer.reasons.map(({ code }) => code)).toEqual(['missing-reusable']);
    expect(judge(caller, 'other / inner').verdict).toBe('never');
  });

  test('a repository may call itself by its own name', () => {
    const caller = onPulls('  top: { uses: Acme/app/.github/workflows/callee.yml@main }\n');

    const found = names([file('ci.yml', caller), file('callee.yml', CALLEE)], { repository: 'acme/app' });

    expect(found).toContain('top / inner (1)');
  });

  test('a call of a local file that is not there, or cannot be called, breaks the caller', () => {
    const missing = read(
      onPulls(
        '  call: { uses: ./.github/workflows/none.yml }\n  other: { runs-on: u, steps: [{ run: x }] }\n',
      ),
    );
    const closed = read([
      file('ci.yml', onPulls('  call: { uses: ./.github/workflows/closed.yml }\n')),
      file('closed.yml', job('')),
    ]);

    expect(missing.problems.map(({ code, line }) => [code, line])).toEqual([['bad-reusable', 3]]);
    expect(closed.problems.map(({ message }) => message)).toEqual([expect.stringContaining('workflow_call')]);
  });

  test('N20 workflows that call each other for ever come to an end', () => {
    const loop =
      'on: [pull_request, workflow_call]\njobs:\n  a: { uses: ./.github/workflows/ci.yml }\n  b: { uses: ./.github/workflows/ci.yml }\n';

    const found = names(loop);

    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(10_000);
  });

  test('N20 a chain of ten calls is followed', () => {
    const chain = Array.from({ length: 9 }, (_, index) =>
      file(
        `w${index}.yml`,
        `on: workflow_call\njobs:\n  j: { uses: ./.github/workflows/w${index + 1}.yml }\n`,
      ),
    );
    const last = file('w9.yml', 'on: workflow_call\njobs:\n  end: { runs-on: u, steps: [{ run: x }] }\n');

    const found = names([
      file('ci.yml', onPulls('  j: { uses: ./.github/workflows/w0.yml }\n')),
      ...chain,
      last,
    ]);

    expect(found).toEqual([`${'j / '.repeat(10)}end`]);
  });
});

describe('parts that only a run knows become a pattern', () => {
  const DYNAMIC = "v: ${{ fromJSON(needs.setup.outputs.list) }}\nos: [u, '']";

  test('a vector from a job before it', () => {
    expect(names(matrix(DYNAMIC))).toEqual(['/^job \\(.*, u\\)$/', '/^job \\(.*\\)$/']);
    expect(judge(matrix(DYNAMIC), 'job (3.8, u)')).toMatchObject({ verdict: 'may', dynamic: true });
    expect(judge(matrix(DYNAMIC), 'jab (3.8, u)').verdict).toBe('never');
  });

  test('a whole matrix, or a whole strategy', () => {
    expect(names(job('    strategy: { matrix: "${{ fromJSON(vars.M) }}" }'))).toEqual(['/^job \\(.*\\)$/']);
    expect(names(job('    strategy: ${{ fromJSON(vars.M) }}'))).toEqual(['/^job \\(.*\\)$/']);
  });

  test('a name that mentions a variable', () => {
    const answer = judge(job('    name: Test ${{ vars.WHERE }} now'), 'Test there now');

    expect(answer).toMatchObject({ verdict: 'may', dynamic: true });
    expect(judge(job('    name: Test ${{ vars.WHERE }} now'), 'Test there').verdict).toBe('never');
  });

  test('rows that an unknown `exclude` may drop keep their names but are not certain', () => {
    const workflow = matrix('v: [1, 2]\nexclude: ${{ fromJSON(vars.X) }}');

    expect(names(workflow)).toEqual(['job (1)', 'job (2)']);
    expect(judge(workflow, 'job (1)')).toMatchObject({ verdict: 'may', dynamic: true });
  });

  test('an unknown `include` adds rows and leaves the known ones certain', () => {
    const workflow = matrix('v: [1]\ninclude: ${{ fromJSON(vars.X) }}');

    expect(judge(workflow, 'job (1)').verdict).toBe('will');
    expect(judge(workflow, 'job (9)')).toMatchObject({ verdict: 'may', dynamic: true });
  });

  test('an expression that the event decides is no secret', () => {
    const workflow = matrix(
      `v: \${{ fromJSON(github.event_name == 'pull_request' && '["a"]' || '["a", "b"]') }}`,
    );

    expect(names(workflow)).toEqual(['job (a)']);
  });

  test('a name that would be cut may be the cut one', () => {
    const long = 'y'.repeat(95);
    const workflow = matrix('v: ${{ fromJSON(vars.M) }}', `    name: ${long}\n`);

    expect(judge(workflow, `${long} (...`.padEnd(100, '.')).verdict).toBe('may');
  });
});
