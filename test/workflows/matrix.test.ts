import { describe, expect, test } from '@jest/globals';
import { file, job, judge, names, onPulls } from '#kit/workflow-yaml';

function matrix(lines: string, name: string | null = null): string {
  const title = name === null ? '' : `    name: "${name}"\n`;
  return job(`${title}    strategy:\n      matrix:\n${lines.replace(/^/gm, '        ')}`);
}

type Row = readonly [what: string, workflow: string, names: readonly string[]];

const VALUES: readonly Row[] = [
  ['a member of an object', matrix('c: [{ os: u, v: 7 }]', '${{ matrix.c.os }}-${{ matrix.c.v }}'), ['u-7']],
  ['a member that is not there', matrix('c: [{ os: u }]', 'x${{ matrix.c.none }}'), ['x']],
  ['an item of a list', matrix('c: [[a, b]]', '${{ matrix.c[1] }}'), ['b']],
  ['all items of a list', matrix('c: [[a, b]]', "${{ join(matrix.c, '+') }}"), ['a+b']],
  ['an object as a whole', matrix('c: [{ os: u }]', '${{ toJSON(matrix.c.os) }}'), ['"u"']],
  [
    'an object with a part that is not known',
    matrix('c: [{ os: u, v: "${{ vars.V }}" }]', '${{ matrix.c.os }}-${{ matrix.c.v }}'),
    ['/^u-.*$/'],
  ],
  ['its parts in the suffix', matrix('c: [{ os: u, v: "${{ vars.V }}" }]'), ['/^job \\(u, .*\\)$/']],
  [
    'a list with a part that is not known',
    matrix('c: [[a, "${{ vars.V }}"]]', '${{ matrix.c[0] }}!'),
    ['/^.*!$/'],
  ],
  ['a text that is known in part', matrix('c: ["v${{ vars.V }}"]', '${{ matrix.c }}!'), ['/^v.*!$/']],
  ['the same in the suffix', matrix('c: ["v${{ vars.V }}"]'), ['/^job \\(v.*\\)$/']],
  [
    'an object from JSON',
    matrix('c: ${{ fromJSON(\'[{"os":"u","n":null,"l":[1, true]}]\') }}'),
    ['job (u, 1, true)'],
  ],
  [
    'a matrix from JSON',
    matrix('x: [1]').replace(
      /matrix:\n.*x: \[1\]/,
      'matrix: ${{ fromJSON(\'{"v":[1, 2],"exclude":[{"v":1}],"include":[{"v":3}]}\') }}',
    ),
    ['job (2)', 'job (3)'],
  ],
  [
    'null as a value of an object',
    matrix('c: [{ os: null, v: 1 }]', '${{ matrix.c.os }}${{ matrix.c.v }}'),
    ['1'],
  ],
  ['true and false', matrix('c: [true, false]'), ['job (true)', 'job (false)']],
  ['a key that nobody knows', matrix('v: [1]', 'a${{ matrix.nothing }}'), ['a']],
  ['a key in another case', matrix('Os: [u]', '${{ matrix.oS }}'), ['u']],
];

const FILTERS: readonly Row[] = [
  [
    '`exclude` of a known value against one that is known in part: perhaps',
    matrix('v: ["v${{ vars.V }}", w]\nexclude: [{ v: vx }]'),
    ['/^job \\(v.*\\)$/', 'job (w)'],
  ],
  [
    'which it cannot be: certainly not',
    matrix('v: ["v${{ vars.V }}"]\nexclude: [{ v: w }]'),
    ['/^job \\(v.*\\)$/'],
  ],
  ['`exclude` of a list where there is none', matrix('v: [a]\nexclude: [{ v: [a] }]'), ['job (a)']],
  ['of an object where there is none', matrix('v: [a]\nexclude: [{ v: { a: 1 } }]'), ['job (a)']],
  ['of a value where there is a list', matrix('v: [[a]]\nexclude: [{ v: a }]'), ['job (a)']],
  ['of a longer list', matrix('v: [[a]]\nexclude: [{ v: [a, b] }]'), ['job (a)']],
  [
    'of two keys that both have to fit',
    matrix('a: [1, 2]\nb: [1, 2]\nexclude: [{ a: 1, b: 2 }]'),
    ['job (1, 1)', 'job (2, 1)', 'job (2, 2)'],
  ],
  ['of nothing, which fits all', matrix('a: [1]\nexclude: [{}]'), ['job']],
  [
    '`include` for an object',
    matrix('c: [{ os: u }]\ninclude: [{ c: { os: U }, e: x }]', '${{ matrix.e }}'),
    ['x'],
  ],
  [
    '`include` that overwrites what another added, in any case',
    matrix('v: [1]\ninclude: [{ E: a }, { e: b }]', '${{ matrix.e }}'),
    ['b'],
  ],
  [
    '`include` that adds beside it',
    matrix('v: [1]\ninclude: [{ e: a }, { f: b }]', '${{ matrix.e }}${{ matrix.f }}'),
    ['ab'],
  ],
  [
    '`include` that fits one row of two',
    matrix('v: [1, 2]\ninclude: [{ v: 2, e: a }]', '${{ matrix.v }}${{ matrix.e }}'),
    ['1', '2a'],
  ],
  [
    '`include` of a part that is not known',
    matrix('v: [1]\ninclude: ["${{ fromJSON(vars.X) }}"]', '${{ matrix.v }}-${{ matrix.e }}'),
    ['/^1-.*$/', '/^.*-.*$/'],
  ],
  [
    '`include` whose fit is not known',
    matrix('v: ["${{ vars.V }}"]\ninclude: [{ v: 1, e: a }]', 'n${{ matrix.e }}'),
    ['/^n.*$/', 'na'],
  ],
];

describe('a matrix value is used', () => {
  test.each(VALUES)('%s', (_what, workflow, wanted) => {
    expect(names(workflow)).toEqual(wanted);
  });
});

describe('a matrix is filtered and added to', () => {
  test.each(FILTERS)('%s', (_what, workflow, wanted) => {
    expect(names(workflow)).toEqual(wanted);
  });

  test('a row whose going is not known is not certain, the others are', () => {
    const workflow = matrix('v: [vx, w]\nexclude: [{ v: "${{ vars.V }}" }]');
    const one = matrix('a: [x, y]\nexclude: [{ a: "x${{ vars.V }}" }]');

    expect(judge(workflow, 'job (vx)')).toMatchObject({ verdict: 'may', dynamic: true });
    expect(judge(one, 'job (x)')).toMatchObject({ verdict: 'may', dynamic: true });
    expect(judge(one, 'job (y)')).toMatchObject({ verdict: 'will', dynamic: false });
  });

  test('exactly 256 jobs are allowed', () => {
    const many = matrix(`a: [${Array.from({ length: 256 }, (_, index) => index).join(', ')}]`);

    expect(judge(many, 'job (255)').verdict).toBe('will');
  });

  test('the place in a matrix is not told while a row is not certain', () => {
    const workflow = matrix(
      'v: [1, 2]\nexclude: [{ v: "${{ fromJSON(vars.V) }}" }]',
      '${{ strategy.job-total }}',
    );

    expect(names(workflow)).toEqual(['/^.*$/']);
  });
});

describe('a caller passes values of its matrix', () => {
  const CALLEE =
    "on:\n  workflow_call:\n    inputs:\n      list: { type: string, default: '[1, 2]' }\n      deep: { type: string }\njobs:\n  in:\n    runs-on: u\n    strategy: { matrix: { v: '${{ fromJSON(inputs.list) }}' } }\n    steps: [{ run: x }]\n";

  test.each([
    ['its default', '', ['c / in (1)', 'c / in (2)']],
    ['a literal', "    with: { LIST: '[3]' }\n", ['c / in (3)']],
    [
      'an expression that is known',
      '    with: { list: "${{ toJSON(github.event_name) && \'[4]\' }}" }\n',
      ['c / in (4)'],
    ],
    ['one that is not', '    with: { list: "${{ vars.L }}" }\n', ['/^c \\/ in \\(.*\\)$/']],
  ])('%s', (_what, passed, wanted) => {
    const caller = onPulls(`  c:\n    uses: ./.github/workflows/callee.yml\n${passed}`);

    expect(names([file('ci.yml', caller), file('callee.yml', CALLEE)])).toEqual(wanted);
  });

  test('and a row that is not certain makes what it calls uncertain', () => {
    const caller = onPulls(
      '  c:\n    strategy: { matrix: { v: [1], exclude: "${{ fromJSON(vars.X) }}" } }\n    uses: ./.github/workflows/callee.yml\n',
    );

    const answer = judge([file('ci.yml', caller), file('callee.yml', CALLEE)], 'c (1) / in (2)');

    expect(answer).toMatchObject({ verdict: 'may', dynamic: true });
  });
});
