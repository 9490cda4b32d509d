import { inSet, type Glob } from './glob.ts';

/**
 * Where a pattern may stand after some characters: `2 × step`, plus one when inside a `folders` step.
 * Sorted and without repeats. Unlike a backtracking expression this takes time linear in the name,
 * whatever the pattern: patterns and file names come from pull requests.
 */
export type Stand = readonly number[];

export function startOf(glob: Glob): Stand {
  return closed(glob, [0]);
}

export function advance(glob: Glob, stand: Stand, char: string): Stand {
  const next: number[] = [];
  for (const state of stand) {
    const index = state >> 1;
    const step = glob.steps[index];
    if (!step) continue;
    if (step.kind === 'folders') {
      next.push(2 * index + 1);
      if (char === '/') next.push(2 * (index + 1));
    } else if (inSet(step.set, char)) {
      next.push(step.times === 'many' ? state : 2 * (index + 1));
    }
  }
  return closed(glob, next);
}

export function accepts(glob: Glob, stand: Stand): boolean {
  return stand.includes(2 * glob.steps.length);
}

/** Whether a whole name matches; case matters, and a leading dot is a character like any other. */
export function matchesGlob(glob: Glob, name: string): boolean {
  let stand = startOf(glob);
  for (const char of name) {
    stand = advance(glob, stand, char);
    if (stand.length === 0) return false;
  }
  return accepts(glob, stand);
}

/** Adds every state that needs no character. */
function closed(glob: Glob, states: readonly number[]): Stand {
  const all = new Set<number>();
  for (let state of states) {
    while (!all.has(state)) {
      all.add(state);
      const step = glob.steps[state >> 1];
      if (!step || state % 2 === 1 || (step.kind === 'set' && step.times === 'once')) break;
      state = 2 * ((state >> 1) + 1);
    }
  }
  return [...all].sort((a, b) => a - b);
}
