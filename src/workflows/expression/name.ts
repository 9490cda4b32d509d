/**
 * A name as far as it is known before the run: literal pieces, and null for a hole that any text may fill.
 * Never two literals or two holes in a row.
 */
export type Name = readonly (string | null)[];

/** GitHub cuts a name that it builds itself to this many characters, the last three being dots (N9). */
export const LONGEST = 100;
const DOTS = '...';

export function literal(text: string): Name {
  return text === '' ? [] : [text];
}

export function anyText(): Name {
  return [null];
}

export function joined(...names: readonly Name[]): Name {
  const all: (string | null)[] = [];
  for (const piece of names.flat()) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else if (all.length === 0 || piece !== null || last !== null) all.push(piece);
  }
  return all;
}

/** The whole text where every piece is known, else null. */
export function exactText(name: Name): string | null {
  return name.includes(null) ? null : name.join('');
}

/** Whether a text can be this name. Takes time linear in both, whatever the pieces. */
export function canBe(name: Name, text: string): boolean {
  const exact = exactText(name);
  if (exact !== null) return exact === text;
  const first = name[0] ?? '';
  const last = name.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of name.slice(1, -1)) {
    if (piece === null) continue;
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** N9: first 97 characters and three dots. A name with holes is left whole; `canBeCut` allows for the cut. */
export function cut(name: Name): Name {
  const exact = exactText(name);
  if (exact === null || exact.length <= LONGEST) return name;
  return [exact.slice(0, LONGEST - DOTS.length) + DOTS];
}

/** Whether a text can be the cut form of a name with holes. */
export function canBeCut(name: Name, text: string): boolean {
  if (text.length !== LONGEST || !text.endsWith(DOTS)) return false;
  const start = name[0] ?? '';
  return text.startsWith(start.slice(0, LONGEST - DOTS.length));
}

/** The name as the source of an anchored JavaScript regular expression. */
export function patternOf(name: Name): string {
  return `^${name.map((piece) => (piece === null ? '.*' : piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))).join('')}$`;
}
