import type { Filter } from '../trigger/filter.ts';
import { inSet, type CharSet } from '../trigger/glob.ts';

const FIRST_PRINTABLE = 0x21;
const LAST_PRINTABLE = 0x7e;
const PREFERRED = 'xabcdefghijklmnopqrstuvwyz0123456789.-_/ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * One character for each group that no pattern tells apart: a search over these is a search over all
 * characters. Letters stand for their group where they can, so that what is found reads like a name.
 */
export function alphabetOf(filters: readonly Filter[]): readonly string[] {
  const sets = filters.flatMap(({ patterns }) =>
    patterns.flatMap(({ glob }) => glob.steps.flatMap((step) => (step.kind === 'set' ? [step.set] : []))),
  );
  const groups = new Map<string, string>();
  for (const char of candidates(sets)) {
    const key =
      char === '/' || char === '.' ? char : sets.map((set) => (inSet(set, char) ? '1' : '0')).join('');
    if (!groups.has(key)) groups.set(key, char);
  }
  return [...groups.values()];
}

function candidates(sets: readonly CharSet[]): readonly string[] {
  const ends = sets.flatMap((set) => (set.kind === 'listed' ? set.ranges.flat() : []));
  const printable = Array.from({ length: LAST_PRINTABLE - FIRST_PRINTABLE + 1 }, (_, index) =>
    String.fromCharCode(FIRST_PRINTABLE + index),
  );
  return [...Array.from(PREFERRED), ...printable, ...ends, 'é'];
}
