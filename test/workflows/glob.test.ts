import { describe, expect, test } from '@jest/globals';
import { matchesGlob } from '../../src/workflows/trigger/automaton.ts';
import { passes, type Filter } from '../../src/workflows/trigger/filter.ts';
import { readGlob } from '../../src/workflows/trigger/glob.ts';

function matches(pattern: string, name: string): boolean {
  const glob = readGlob(pattern);
  if (!glob) throw new Error(`${pattern} is a valid pattern`);
  return matchesGlob(glob, name);
}

function filter(patterns: readonly string[], ignore = false): Filter {
  return {
    key: ignore ? 'paths-ignore' : 'paths',
    ignore,
    spot: { line: 1, column: 1 },
    patterns: patterns.map((text) => {
      const glob = readGlob(text.replace(/^!/, ''));
      if (!glob) throw new Error(`${text} is a valid pattern`);
      return { glob, negated: text.startsWith('!') };
    }),
  };
}

/** https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet */
const VECTORS: readonly (readonly [pattern: string, name: string, matches: boolean])[] = [
  ['feature/*', 'feature/my-branch', true],
  ['feature/*', 'feature/a/b', false],
  ['feature/**', 'feature/beta-a/my-branch', true],
  ['*', 'releases', true],
  ['*', 'all/the/branches', false],
  ['**', 'all/the/branches', true],
  ['*feature', 'feature', true],
  ['v2*', 'v2', true],
  ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
  ['v[12].[0-9]+.[0-9]+', 'v3.0.0', false],
  ['*.jsx?', 'page.js', true],
  ['*.jsx?', 'page.jsx', true],
  ['*.jsx?', 'page.jsxy', false],
  ['*.js', 'js/index.js', false],
  ['**.js', 'src/js/app.js', true],
  ['docs/*', 'docs/README.md', true],
  ['docs/*', 'docs/mona/octocat.txt', false],
  ['docs/**', 'docs/mona/octocat.txt', true],
  ['docs/**/*.md', 'docs/README.md', true],
  ['docs/**/*.md', 'docs/a/markdown/file.md', true],
  ['**/docs/**', 'docs/hello.md', true],
  ['**/docs/**', 'space/docs/plan/space.doc', true],
  ['**/README.md', 'README.md', true],
  ['**/*src/**', 'my-src/code/js/app.js', true],
  ['**/*-post.md', 'path/their-post.md', true],
  ['**/migrate-*.sql', 'db/sept/migrate-v1.sql', true],
  ['[CB]at', 'Cat', true],
  ['[1-2]00', '300', false],
];

describe('a filter pattern is read as GitHub reads it', () => {
  test.each(VECTORS)('%s on %s: %s', (pattern, name, wanted) => {
    expect(matches(pattern, name)).toBe(wanted);
  });

  test.each([
    ['a+', 'aaa', true],
    ['a+', '', false],
    ['a+b', 'b', false],
    ['[ab]+', 'abba', true],
    ['[ab]?c', 'c', true],
    ['[ab]?c', 'abc', false],
    ['[a-]', '-', true],
    ['[a-c-]', 'b', true],
    ['[a-c]', 'd', false],
    ['[a-c]', 'c', true],
    ['docs/**/x', 'docs/x', true],
    ['docs/**/x', 'docsx', false],
    ['**/', 'a/', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\+', 'a+', true],
    ['\\++', '+++', true],
    ['{a,b}', '{a,b}', true],
    ['{a,b}', 'a', false],
    ['.*', '.gitignore', true],
    ['*', '.gitignore', true],
    ['Docs/**', 'docs/a', false],
    ['./docs/**', 'docs/a', false],
    ['docs', 'docs/a', false],
    ['é?', '', true],
    ['é', 'é', true],
    ['a**b', 'ab', true],
    ['a**b', 'a/x/b', true],
    ['a*b', 'a/b', false],
  ] as const)('%s on %s: %s', (pattern, name, wanted) => {
    expect(matches(pattern, name)).toBe(wanted);
  });

  test.each(['?a', '+', '*?', '*+', '**+', 'a?+', 'a+?', '[]', '[', '[abc', '[z-a]', 'a\\', '[]]x'])(
    '%s is not a valid pattern',
    (pattern) => {
      const valid = readGlob(pattern);

      expect(valid).toBeNull();
    },
  );

  test('a pattern made to trouble a backtracking matcher is decided at once', () => {
    const answer = matches(`${'*a'.repeat(60)}b`, 'a'.repeat(2000));

    expect(answer).toBe(false);
  });
});

describe('in a list the last pattern that matches decides', () => {
  test.each([
    [['*.md', '!README.md'], 'docs/hello.md', false],
    [['*.md', '!README.md'], 'hello.md', true],
    [['*.md', '!README.md'], 'README.md', false],
    [['*.md', '!README.md', 'README*'], 'README.md', true],
    [['!README.md', '*.md'], 'README.md', true],
    [['!README.md'], 'hello.md', false],
    [[], 'hello.md', false],
  ] as const)('paths %j on %s: %s', (patterns, name, wanted) => {
    expect(passes(filter(patterns), name)).toBe(wanted);
  });

  test.each([
    [['docs/**'], 'docs/a', false],
    [['docs/**'], 'src/a', true],
    [['docs/**', '!docs/keep'], 'docs/keep', true],
    [[], 'src/a', true],
  ] as const)('paths-ignore %j on %s: %s', (patterns, name, wanted) => {
    expect(passes(filter(patterns, true), name)).toBe(wanted);
  });
});
