/** A set of characters: one of `chars`, one inside a range, or (`any`) all but the slash, or all. */
export type CharSet =
  | { readonly kind: 'any'; readonly slash: boolean }
  | { readonly kind: 'listed'; readonly ranges: readonly CharRange[] };

type CharRange = readonly [low: string, high: string];

/** One step of a pattern: a set, and how often it may come. `folders` is two stars and a slash: nothing, or all up to a slash. */
export type GlobStep =
  | { readonly kind: 'set'; readonly set: CharSet; readonly times: 'once' | 'optional' | 'many' }
  | { readonly kind: 'folders' };

export type Glob = { readonly source: string; readonly steps: readonly GlobStep[] };

const SPECIAL = new Set(['*', '?', '+']);
const ANY: CharSet = { kind: 'any', slash: true };
const SEGMENT: CharSet = { kind: 'any', slash: false };

/**
 * Reads one pattern of a `branches`, `tags` or `paths` filter, without its leading `!`, as GitHub does:
 * https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet.
 * Here `?` means zero or one of the preceding character and `+` one or more, which no glob library reads so.
 * Null: the pattern is not valid.
 */
export function readGlob(source: string): Glob | null {
  const steps: GlobStep[] = [];
  let at = 0;
  while (at < source.length) {
    const read = readStep(source, at, steps);
    if (read === null) return null;
    at = read;
  }
  return { source, steps };
}

export function inSet(set: CharSet, char: string): boolean {
  if (set.kind === 'any') return set.slash || char !== '/';
  return set.ranges.some(([low, high]) => low <= char && char <= high);
}

/** Reads one step at `at` into `steps`; answers where the next begins, or null for an invalid pattern. */
function readStep(source: string, at: number, steps: GlobStep[]): number | null {
  const char = charAt(source, at);
  if (char === '*') return readStar(source, at, steps);
  if (char === '?' || char === '+') return repeatLast(source, at, steps);
  if (char === '[') return readClass(source, at, steps);
  const escaped = char === '\\';
  const literal = escaped ? charAt(source, at + 1) : char;
  if (literal === '') return null;
  steps.push({ kind: 'set', set: one(literal), times: 'once' });
  return at + literal.length + (escaped ? 1 : 0);
}

function readStar(source: string, at: number, steps: GlobStep[]): number {
  if (source.startsWith('**/', at)) {
    steps.push({ kind: 'folders' });
    return at + 3;
  }
  const double = source.startsWith('**', at);
  steps.push({ kind: 'set', set: double ? ANY : SEGMENT, times: 'many' });
  return at + (double ? 2 : 1);
}

function repeatLast(source: string, at: number, steps: GlobStep[]): number | null {
  const last = steps.at(-1);
  const afterSpecial = at > 0 && SPECIAL.has(source.charAt(at - 1)) && source.charAt(at - 2) !== '\\';
  if (last?.kind !== 'set' || last.times !== 'once' || afterSpecial) return null;
  if (source.charAt(at) === '+') steps.push({ ...last, times: 'many' });
  else steps[steps.length - 1] = { ...last, times: 'optional' };
  return at + 1;
}

function readClass(source: string, at: number, steps: GlobStep[]): number | null {
  const end = source.indexOf(']', at + 1);
  const ranges = end < 0 ? null : readRanges(Array.from(source.slice(at + 1, end)));
  if (!ranges) return null;
  steps.push({ kind: 'set', set: { kind: 'listed', ranges }, times: 'once' });
  return end + 1;
}

/** `a-z`, and characters that stand for themselves; null where there are none or a range runs backwards. */
function readRanges(body: readonly string[]): readonly CharRange[] | null {
  const ranges: CharRange[] = [];
  for (let i = 0; i < body.length; i += 1) {
    const low = body[i] ?? '';
    const end = body[i + 1] === '-' ? body[i + 2] : undefined;
    if (end !== undefined) i += 2;
    if (end !== undefined && end < low) return null;
    ranges.push([low, end ?? low]);
  }
  return ranges.length > 0 ? ranges : null;
}

function one(char: string): CharSet {
  return { kind: 'listed', ranges: [[char, char]] };
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}
