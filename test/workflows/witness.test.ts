import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filterOf } from '#kit/filters';
import { alwaysMatches, passes, passesFiles, patternTexts } from '../../src/workflows/trigger/filter.ts';
import { sampleNames, samplesOf } from '../../src/workflows/trigger/sample.ts';
import { readGlob } from '../../src/workflows/trigger/glob.ts';
import { alphabetOf } from '../../src/workflows/witness/alphabet.ts';
import { isPath } from '../../src/workflows/witness/path-state.ts';
import { uncoveredFile } from '../../src/workflows/witness/uncovered-file.ts';

describe('a witness is a path that a repository can hold', () => {
  test.each([
    ['a', true],
    ['a/b', true],
    ['.a', true],
    ['..a', true],
    ['...', true],
    ['a.', true],
    ['a..', true],
    ['a/.b/..c/...', true],
    ['', false],
    ['.', false],
    ['..', false],
    ['/', false],
    ['/a', false],
    ['a/', false],
    ['a//b', false],
    ['a/.', false],
    ['a/..', false],
    ['./a', false],
    ['../a', false],
    ['a/./b', false],
    ['a/../b', false],
  ])('%j: %s', (name, wanted) => {
    expect(isPath(name)).toBe(wanted);
  });
});

describe('the search looks at one character for each group that no pattern tells apart', () => {
  test.each([
    [[], ['x', '.', '/']],
    [['**'], ['x', '.', '/']],
    [['[a-c]*'], ['x', 'a', '.', '/']],
    [
      ['[a-c]*', 'b'],
      ['x', 'a', 'b', '.', '/'],
    ],
    [['[0-9]'], ['x', '0', '.', '/']],
    [['A-'], ['x', '.', '-', '/', 'A']],
    [['~é'], ['x', '.', '/', '~', 'é']],
    [['ж'], ['x', '.', '/', 'ж']],
  ])('%j: %j', (patterns, wanted) => {
    const alphabet = alphabetOf([filterOf(patterns)]);

    expect(alphabet).toEqual(wanted);
  });
});

type Case = readonly [paths: readonly string[], ignored: readonly string[], found: string | null];

/** `paths` of one workflow, `paths-ignore` of another; a file that starts neither, or null where there is none. */
const SEARCHES: readonly Case[] = [
  [['src/**'], ['**'], 'README.md'],
  [['*'], ['**'], 'docs/logo.png'],
  [['**', '!docs/**'], ['**'], 'docs/logo.png'],
  [['**', '!only/this/[f]ile'], ['**'], 'only/this/file'],
  [['**.md', 'docs/**'], ['**'], 'src/main.py'],
  [['docs/**'], ['docs/**'], null],
  [['docs/**', '!docs/keep'], ['docs/**'], 'docs/keep'],
  [['*', '*/**'], ['**'], null],
  [['*', '*/*'], ['**'], 'x/x/x'],
  [['[a-y]**', '[A-Z]**', '.**'], ['[a-z]**', '[A-Z]**', '.**'], 'z'],
  [['a?'], ['a?b?'], 'b'],
  [['a+'], ['a**'], 'alogo.png'],
  [['**/x', 'x'], ['**/x'], null],
  [['a**'], ['a\\*'], null],
  [['b**'], ['a\\*'], 'a*'],
  [['b**'], ['[m-p][0-9].cfg'], 'm0.cfg'],
  [['m1**'], ['m[0-1].cfg', '!m0.cfg'], null],
  [['.x', '..x**'], ['..x**', '.x'], null],
];

describe('a file that starts none of the workflows is found wherever there is one', () => {
  test.each(SEARCHES)('paths %j beside paths-ignore %j: %j', (paths, ignored, found) => {
    const answer = uncoveredFile([filterOf(paths), filterOf(ignored, true)]);

    expect(answer).toEqual(found === null ? { kind: 'covered' } : { kind: 'file', file: found });
  });

  test('one whose only pattern is ** always runs', () => {
    expect(uncoveredFile([filterOf(['**']), filterOf(['a'])])).toEqual({ kind: 'covered' });
  });

  test('a search that would take too long is given up', () => {
    // To tell these apart one has to remember which of the last fourteen characters were an "a".
    const remembering = filterOf(['**', `!**a${'[ab]'.repeat(14)}`]);

    const answer = uncoveredFile([remembering, filterOf(['**a**'])]);

    expect(answer).toEqual({ kind: 'unknown' });
  });

  test('what is found starts none of them, and is a path', () => {
    const pattern = fc.constantFrom(
      '**',
      '*',
      '*/**',
      'a*',
      '[a-x]*',
      '**/b',
      '!a',
      '!**/b',
      'c?d',
      'e+',
      '.*',
      '**.m',
      'k/**',
    );
    const filter = fc.tuple(fc.array(pattern, { minLength: 1, maxLength: 4 }), fc.boolean());

    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 3 }), (specs) => {
        const filters = specs.map(([patterns, ignore]) => filterOf(patterns, ignore));

        const answer = uncoveredFile(filters);

        const names = ['a', 'b', 'cd', 'd', 'ee', '.g', 'x.m', 'k/a', 'k/b', 'z/a', 'y', 'z/k/b', '..e'];
        const found = answer.kind === 'file' ? [answer.file] : [];
        expect(found.every((file) => isPath(file) && filters.every((one) => !passes(one, file)))).toBe(true);
        if (answer.kind === 'covered') {
          expect(names.every((name) => filters.some((one) => passes(one, name)))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a filter on a set of files', () => {
  test.each([
    [['a'], ['b', 'a'], true],
    [['a'], ['b'], false],
    [['a'], [], false],
    [['**'], [], true],
    [['**', '**'], [], true],
    [['**', 'a'], [], false],
    [['**', '!a'], ['a'], false],
    [[], [], false],
  ] as const)('paths %j with %j: %s', (patterns, files, wanted) => {
    expect(passesFiles(filterOf(patterns), files)).toBe(wanted);
  });

  test('nothing is filtered without one', () => {
    expect(passesFiles(null, [])).toBe(true);
  });

  test('all files ignored, or none there, do not start it', () => {
    expect(passesFiles(filterOf(['**'], true), ['a'])).toBe(false);
    expect(passesFiles(filterOf(['b'], true), [])).toBe(false);
    expect(passesFiles(filterOf(['b'], true), ['b', 'a'])).toBe(true);
    expect(alwaysMatches(filterOf(['**'], true))).toBe(false);
  });

  test('is shown as it is written', () => {
    expect(patternTexts(filterOf(['a', '!b']))).toEqual(['a', '!b']);
  });
});

describe('names that a pattern stands for', () => {
  test.each([
    ['**/*.md', ['x.md', 'docs/guide.md']],
    ['a?b+c[x-z]', ['bcx', 'bcx']],
    ['docs/**', ['docs/x', 'docs/guide']],
  ])('%s: %j', (pattern, wanted) => {
    const glob = readGlob(pattern);

    const samples =
      glob &&
      samplesOf(glob, [
        { word: 'x', folder: '' },
        { word: 'guide', folder: 'docs/' },
      ]);

    expect(samples).toEqual(wanted);
  });

  test('are tried after everyday ones', () => {
    expect(sampleNames([filterOf(['rel-*', 'v1'])])).toEqual([
      'feature/login',
      'topic',
      'develop',
      'fix-1',
      'rel-x',
      'v1',
    ]);
  });
});
