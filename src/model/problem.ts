import { CATALOGUE } from './catalogue.ts';

export type ProblemCode = keyof typeof CATALOGUE;

/** A place in a file, 1-based. `file` is `owner/repo/path`, or a path as the user gave it. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** Trouble a user can meet: a code of the catalogue, and what is particular to this case. */
export type Problem = {
  readonly code: ProblemCode;
  /** One sentence on this case: names, values, GitHub's own words. Plain text, not yet escaped. */
  readonly detail: string;
  readonly place?: Place;
  /** A fix better than the catalogue's, where this case allows one. */
  readonly fix?: string;
};

/** The fix for a problem: its own, or the catalogue's. */
export function fixOf(problem: Problem): string {
  return problem.fix ?? CATALOGUE[problem.code].fix;
}
