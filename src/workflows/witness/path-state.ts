/**
 * Where a file's path stands after some characters: `start` of a name, after one or two dots, or `inside`.
 * Paths have no empty, "." or ".." parts, and a search must not offer one.
 */
export type PathState = 'start' | 'dot' | 'dots' | 'inside';

export const PATH_START: PathState = 'start';

/** Null: no path goes on with this character. */
export function pathAfter(state: PathState, char: string): PathState | null {
  if (char === '/') return state === 'inside' ? 'start' : null;
  if (char !== '.' || state === 'dots' || state === 'inside') return 'inside';
  return state === 'start' ? 'dot' : 'dots';
}

/** Whether a name is a file's path in a repository. */
export function isPath(name: string): boolean {
  let state: PathState | null = PATH_START;
  for (const char of name) {
    state = pathAfter(state, char);
    if (state === null) return false;
  }
  return state === 'inside';
}
