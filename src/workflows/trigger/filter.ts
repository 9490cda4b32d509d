import type { Spot } from '../read/tree.ts';
import { matchesGlob } from './automaton.ts';
import type { Glob } from './glob.ts';

export type FilterPattern = { readonly glob: Glob; readonly negated: boolean };

/**
 * A `branches`, `tags` or `paths` filter, or its `-ignore` form. `spot` is where its key stands.
 * Patterns are tried in order and the last that matches decides.
 */
export type Filter = {
  readonly key: string;
  readonly ignore: boolean;
  readonly patterns: readonly FilterPattern[];
  readonly spot: Spot;
};

/** Whether the list as a whole takes a name in: the last pattern that matches decides, and none means no. */
export function listMatches(filter: Filter, name: string): boolean {
  return filter.patterns.findLast(({ glob }) => matchesGlob(glob, name))?.negated === false;
}

/** Whether a branch, or one changed file taken alone, lets the workflow run. */
export function passes(filter: Filter, name: string): boolean {
  return listMatches(filter, name) !== filter.ignore;
}

/**
 * Whether a set of changed files lets the workflow run: one file that passes is enough, none changed is not,
 * except where the filter is only `**`. GitHub looks at the first 300 files of the diff:
 * https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#git-diff-comparisons
 */
export function passesFiles(filter: Filter | null, files: readonly string[]): boolean {
  if (filter === null || alwaysMatches(filter)) return true;
  return files.slice(0, FILES_CONSIDERED).some((file) => passes(filter, file));
}

export const FILES_CONSIDERED = 300;

export function alwaysMatches(filter: Filter): boolean {
  return (
    !filter.ignore &&
    filter.patterns.length > 0 &&
    filter.patterns.every(({ glob, negated }) => glob.source === '**' && !negated)
  );
}

/** The patterns as they are written. */
export function patternTexts(filter: Filter): readonly string[] {
  return filter.patterns.map(({ glob, negated }) => (negated ? `!${glob.source}` : glob.source));
}
