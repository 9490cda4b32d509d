import type { Place, Problem } from '#model';
import { shortened } from './found.ts';

/** The problem of a repository's file that asks for less than the layer below it. */
export function loosens(what: {
  /** What the file asks for, as one would write it: `mode: monitor`. */
  readonly asked: string;
  /** What stays in force, in the same form, quoted. */
  readonly kept: string;
  /** Where that is asked for. */
  readonly below: { readonly place: Place | null };
  readonly own: { readonly place: Place | null };
}): Problem {
  const { asked, kept, below, own } = what;
  const whose =
    below.place === null ? 'the built-in policy' : `${below.place.file}, line ${below.place.line}`;
  return {
    code: 'policy_only_tightens',
    detail: `\`${shortened(asked)}\` cannot take the place of ${kept} (${whose}), which stays in force.`,
    ...(own.place !== null && { place: own.place }),
  };
}
