import { accepts, advance, startOf, type Stand } from '../trigger/automaton.ts';
import { alwaysMatches, passes, type Filter } from '../trigger/filter.ts';
import type { Glob } from '../trigger/glob.ts';
import { samplesOf } from '../trigger/sample.ts';
import { alphabetOf } from './alphabet.ts';
import { isPath, PATH_START, pathAfter, type PathState } from './path-state.ts';

/** `file`: one that no filter lets through. `covered`: there is none. `unknown`: the search was cut short. */
export type Search =
  { readonly kind: 'file'; readonly file: string } | { readonly kind: 'covered' | 'unknown' };

const EVERYDAY = [
  'README.md',
  'docs/logo.png',
  'docs/guide.md',
  'src/main.py',
  'LICENSE',
  '.gitignore',
  'package.json',
];
const FILLINGS = [
  { word: 'logo.png', folder: '' },
  { word: 'guide', folder: 'docs/' },
  { word: 'x', folder: '' },
];
/** Enough for dozens of patterns; a search that needs more is given up rather than let run. */
const MOST_STATES = 4_000;

/**
 * Looks for a changed file that no filter lets through: on a pull request that changes only this file none of
 * the workflows runs. Filters look at files one by one, so one file is enough to know of all sets.
 * First everyday names (`tree`: names the repository really has) and names made from the patterns, then,
 * where none fits, every name there is, by the product of the patterns' automata.
 */
export function uncoveredFile(filters: readonly Filter[], tree: readonly string[] = []): Search {
  if (filters.some(alwaysMatches)) return { kind: 'covered' };
  const file = likelyFiles(filters, tree).find((name) => filters.every((filter) => !passes(filter, name)));
  return file === undefined ? searchAll(filters) : { kind: 'file', file };
}

function likelyFiles(filters: readonly Filter[], tree: readonly string[]): readonly string[] {
  const ignored = filters.filter(({ ignore }) => ignore);
  const negated = filters.flatMap(({ patterns }) => patterns.filter((pattern) => pattern.negated));
  const made = [...ignored.flatMap(({ patterns }) => patterns), ...negated].flatMap(({ glob }) =>
    samplesOf(glob, FILLINGS),
  );
  return [...tree, ...EVERYDAY, ...made.filter(isPath)];
}

type Node = { readonly stands: readonly Stand[]; readonly path: PathState; readonly name: string };

/** Breadth first, so the shortest name is found; two names that leave all patterns alike are one. */
function searchAll(filters: readonly Filter[]): Search {
  const globs = filters.flatMap(({ patterns }) => patterns.map(({ glob }) => glob));
  const alphabet = alphabetOf(filters);
  const queue: Node[] = [{ stands: globs.map(startOf), path: PATH_START, name: '' }];
  const seen = new Set<string>();
  for (const node of queue) {
    if (seen.size > MOST_STATES) return { kind: 'unknown' };
    for (const char of alphabet) {
      const next = step(node, char, globs);
      const key = next && `${next.path} ${next.stands.map((stand) => stand.join(',')).join(';')}`;
      if (!next || key === null || seen.has(key)) continue;
      seen.add(key);
      if (isPath(next.name) && isUncovered(filters, globs, next.stands))
        return { kind: 'file', file: next.name };
      queue.push(next);
    }
  }
  return { kind: 'covered' };
}

function step(node: Node, char: string, globs: readonly Glob[]): Node | null {
  const path = pathAfter(node.path, char);
  if (path === null) return null;
  const stands = node.stands.map((stand, index) => {
    const glob = globs[index];
    return glob ? advance(glob, stand, char) : [];
  });
  return { stands, path, name: node.name + char };
}

/** The same question as `passes`, asked of where the automata stand. */
function isUncovered(filters: readonly Filter[], globs: readonly Glob[], stands: readonly Stand[]): boolean {
  let offset = 0;
  return filters.every(({ patterns, ignore }) => {
    const begin = offset;
    offset += patterns.length;
    const last = patterns.findLastIndex((_, index) => {
      const glob = globs[begin + index];
      const stand = stands[begin + index];
      return glob !== undefined && stand !== undefined && accepts(glob, stand);
    });
    const listed = last >= 0 && patterns[last]?.negated === false;
    return listed === ignore;
  });
}
