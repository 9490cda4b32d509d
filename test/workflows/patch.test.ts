import { describe, expect, test } from '@jest/globals';
import { applied } from '#kit/apply-patch';
import fc from 'fast-check';
import { unifiedDiff, type Edit } from '../../src/workflows/fix/patch.ts';
import { addToList } from '../../src/workflows/fix/trigger-edit.ts';

const PATH = '.github/workflows/x.yml';

function patched(text: string, edits: readonly Edit[]): string {
  const patch = unifiedDiff(PATH, text.split('\n'), edits);
  return applied({ path: PATH, text }, { text: '', patch }).text;
}

function lines(count: number, ending = '\n'): string {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n') + ending;
}

describe('a patch is a unified diff', () => {
  test('with two lines around a change', () => {
    const patch = unifiedDiff(PATH, lines(9).split('\n'), [{ line: 5, remove: 1, insert: ['new', 'newer'] }]);

    expect(patch).toBe(
      [
        `--- a/${PATH}`,
        `+++ b/${PATH}`,
        '@@ -3,5 +3,6 @@',
        ...[' line 3', ' line 4', '-line 5', '+new', '+newer', ' line 6', ' line 7'],
      ].join('\n'),
    );
  });

  test('with changes far apart in hunks of their own, in order', () => {
    const patch = unifiedDiff(PATH, lines(20).split('\n'), [
      { line: 15, remove: 0, insert: ['b'] },
      { line: 3, remove: 2, insert: [] },
    ]);

    expect(patch.split('\n').filter((line) => line.startsWith('@@'))).toEqual([
      '@@ -1,6 +1,4 @@',
      '@@ -13,4 +11,5 @@',
    ]);
  });

  test.each([
    [3, 7, 1],
    [3, 8, 2],
  ])('changes at lines %d and %d share %d hunk(s)', (one, other, hunks) => {
    const patch = unifiedDiff(PATH, lines(20).split('\n'), [
      { line: one, remove: 0, insert: ['a'] },
      { line: other, remove: 0, insert: ['b'] },
    ]);

    expect(patch.match(/^@@/gm)).toHaveLength(hunks);
  });

  test.each([
    ['the last line', lines(3, ''), [{ line: 3, remove: 1, insert: ['x'] }], 'line 1\nline 2\nx\n'],
    [
      'behind the last line',
      lines(3, ''),
      [{ line: 4, remove: 0, insert: ['x'] }],
      'line 1\nline 2\nline 3\nx\n',
    ],
    [
      'before the last line',
      lines(3, ''),
      [{ line: 3, remove: 0, insert: ['x'] }],
      'line 1\nline 2\nx\nline 3',
    ],
    [
      'far from the last line',
      lines(9, ''),
      [{ line: 1, remove: 1, insert: [] }],
      lines(9, '').replace('line 1\n', ''),
    ],
    [
      'behind a last line that ends',
      lines(2),
      [{ line: 3, remove: 0, insert: ['x'] }],
      'line 1\nline 2\nx\n',
    ],
  ])(
    'a change at %s is applied whether or not the file ends with a line break',
    (...[, text, edits, wanted]) => {
      expect(patched(text, edits)).toBe(wanted);
    },
  );

  test('git applies any of them', () => {
    const edit = fc.record({
      line: fc.integer({ min: 1, max: 12 }),
      remove: fc.integer({ min: 0, max: 1 }),
      insert: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    });
    const edits = fc.uniqueArray(edit, { minLength: 1, maxLength: 3, selector: ({ line }) => line });

    fc.assert(
      fc.property(edits, (list) => {
        fc.pre(list.every(({ remove, insert }) => remove > 0 || insert.length > 0));
        const wanted = [...list]
          .sort((a, b) => b.line - a.line)
          .reduce(
            (text, { line, remove, insert }) => text.toSpliced(line - 1, remove, ...insert),
            lines(12, '').split('\n'),
          );

        expect(patched(lines(12), list)).toBe(`${wanted.join('\n')}\n`);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a value is added to a list', () => {
  test.each([
    ['  types: [a]', '  types: [a, new]'],
    ['  types: [a, b,] # why', '  types: [a, b, new] # why'],
    ['types: []', 'types: [new]'],
    ['"types": [ a ]', '"types": [a, new]'],
    ['  branches:[a]', '  branches:[a, new]'],
  ])('in %s', (line, wanted) => {
    expect(addToList(['on:', line, 'jobs:'], 2, 'new')).toEqual([{ line: 2, remove: 1, insert: [wanted] }]);
  });

  test.each([
    [['types:', '  - a'], '  - new'],
    [['  types: # why', '  - a'], '  - new'],
    [["'types':", '    - a'], '    - new'],
  ])('below %j', (block, wanted) => {
    expect(addToList(block, 1, 'new')).toEqual([{ line: 2, remove: 0, insert: [wanted] }]);
  });

  test.each([
    ['feature/x', 'feature/x'],
    ['v1-a_b', 'v1-a_b'],
    ['a.b', "'a.b'"],
    ['1', "'1'"],
    ['**', "'**'"],
    ["it's", "'it''s'"],
  ])('%s as %s', (value, written) => {
    expect(addToList(['types: [a]'], 1, value)?.[0]?.insert).toEqual([`types: [a, ${written}]`]);
  });

  test.each([
    [['types: a']],
    [['types: [a,', '  b]']],
    [['types:', '  a: b']],
    [['types: &x', '  - a']],
    [['types:']],
  ])('but not where that takes a person: %j', (block) => {
    expect(addToList(block, 1, 'new')).toBeNull();
  });
});
