import type { ProblemCode } from '#model';

/** A file with one mistake: what it is, where it is reported (`line:column`, or `line`), and what is said. */
export type BrokenFile = readonly [
  what: string,
  text: string,
  place: string,
  code: ProblemCode,
  says: string,
];

/** A policy file of these lines, from line 2 on. */
export function file(...lines: readonly string[]): string {
  return `${['version: 1', ...lines].join('\n')}\n`;
}
