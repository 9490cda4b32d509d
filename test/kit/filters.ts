import type { Filter } from '../../src/workflows/trigger/filter.ts';
import { readGlob } from '../../src/workflows/trigger/glob.ts';

/** A `paths` filter from its patterns, or a `paths-ignore` one. */
export function filterOf(patterns: readonly string[], ignore = false): Filter {
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
