import { performance } from 'node:perf_hooks';
import { describe, expect, test } from '@jest/globals';
import { file, job, judge, read } from '#kit/workflow-yaml';

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map(
    (key, index) =>
      `${key}: &${key} [${Array.from({ length: 9 }, () => `*${'abcdefgh'.charAt(index)}`).join(',')}]`,
  )
  .join('\n')}\n`;

describe('a text made to do harm is refused within a bound', () => {
  test.each([
    ['an alias bomb', BOMB, 'hostile-workflow'],
    ['an alias that contains itself', 'on: push\njobs: &a { b: *a }\n', 'hostile-workflow'],
    ['thousands of aliases', `a: &a x\nb: [${'*a,'.repeat(5000)}]`, 'hostile-workflow'],
    ['an alias of nothing', 'on: *none\n', 'hostile-workflow'],
    ['a megabyte in one line', `on: push\nname: ${'x'.repeat(1_000_000)}\n`, 'hostile-workflow'],
    ['brackets all the way down', `a: ${'['.repeat(20_000)}`, 'hostile-workflow'],
    ['braces all the way down', `a: ${'{a: '.repeat(20_000)}`, 'hostile-workflow'],
    ['lists all the way down', `a:\n  ${'- '.repeat(20_000)}x`, 'hostile-workflow'],
    [
      'a hundred levels',
      Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'hostile-workflow',
    ],
    [
      'sixty thousand keys',
      Array.from({ length: 60_000 }, (_, key) => `k${key}:`).join('\n'),
      'hostile-workflow',
    ],
    ['twenty thousand anchors', `a: ${'&a '.repeat(20_000)}x`, 'broken-workflow'],
    ['nothing', '', 'broken-workflow'],
    ['a list', '- a\n- b\n', 'broken-workflow'],
    ['a text', 'hello', 'broken-workflow'],
    ['a tab', 'on:\n\tpush:\n', 'broken-workflow'],
    ['a reserved word', '@', 'broken-workflow'],
    ['bytes that are no text', '\u0000\u0001\u0002', 'broken-workflow'],
    ['a key that is a map', '? { a: 1 }\n: push\n', 'broken-workflow'],
    ['a prototype', '__proto__: { jobs: 1 }\nconstructor: 2\n', 'broken-workflow'],
  ])('%s', (_what, text, code) => {
    const started = performance.now();

    const { problems } = read(text);

    expect(problems[0]).toMatchObject({ code, file: '.github/workflows/ci.yml' });
    // A bound that no shared machine passes by accident, and that minutes of work would.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test('a broken file is a finding with line and column, and the others are read', () => {
    const broken =
      'on: pull_request\njobs:\n  a:\n    runs-on: u\n    if: ${{ always( }}\n    steps: [{ run: x }]\n';

    const { problems } = read([file('bad.yml', broken), file('good.yml', job('', 'good'))]);

    expect(problems).toEqual([
      expect.objectContaining({
        code: 'broken-workflow',
        file: '.github/workflows/bad.yml',
        line: 5,
        column: 9,
      }),
    ]);
    expect(judge([file('bad.yml', broken), file('good.yml', job('', 'good'))], 'good').verdict).toBe('will');
  });

  test('a YAML error has its line and column', () => {
    const { problems } = read('on: push\njobs:\n  a: [\n');

    expect(problems[0]).toMatchObject({ code: 'broken-workflow', line: 4, column: 1 });
  });

  test('jobs that need each other are refused', () => {
    const cycle =
      'on: push\njobs:\n  a: { needs: b, runs-on: u, steps: [{ run: x }] }\n  b: { needs: a, runs-on: u, steps: [{ run: x }] }\n';

    expect(read(cycle).problems.map(({ code }) => code)).toContain('broken-workflow');
  });

  test('what the parser is known to be too strict about leaves a doubt, not a never', () => {
    const text = job('    services: { db: "${{ matrix.none }}" }\n').replace(
      'on: pull_request',
      'on:\n  pull_request:\n  repository_dispatch:\n  workflow_dispatch: { inputs: }',
    );

    const answer = judge(text, 'job');

    expect(read(text).problems.map(({ code }) => code)).toContain('suspect-workflow');
    expect(answer.verdict).toBe('may');
    expect(answer.reasons.map(({ code }) => code)).toEqual(['broken-workflow']);
  });

  test('an event that the parser has not heard of does not stop the others', () => {
    const text = job('').replace('on: pull_request', 'on: [pull_request, brand_new_event]');

    expect(judge(text, 'job').verdict).toBe('may');
  });

  test('a file outside the folder is no workflow', () => {
    const { problems, library } = read([
      { path: '.github/other/ci.yml', text: '[' },
      { path: 'ci.yml', text: '[' },
    ]);

    expect(problems).toEqual([]);
    expect(library.own.size).toBe(0);
  });

  test('an anchor is followed, as GitHub does', () => {
    const text = `on: pull_request\njobs:\n  a: &job\n    runs-on: u\n    strategy: { matrix: { v: [1] } }\n    steps: [{ run: x }]\n  b: *job\n`;

    expect(judge(text, 'b (1)').verdict).toBe('will');
  });
});
