import type { Origin, Problem } from '#model';
import type { Written } from './policy-file.ts';

/** The problem of a repository's file that asks for less than the layer below it. */
export function loosens(what: {
  /** What the file asks for, as one would write it: `mode: monitor`. */
  readonly asked: string;
  /** What stays in force, in the same form, quoted. */
  readonly kept: string;
  readonly below: { readonly origin: Origin };
  readonly own: Written<unknown>;
}): Problem {
  const { asked, kept, below, own } = what;
  const whose =
    below.origin === null ? 'the built-in policy' : `${below.origin.file}, line ${below.origin.line}`;
  return {
    code: 'policy_only_tightens',
    detail: `\`${asked}\` cannot take the place of ${kept} (${whose}), which stays in force.`,
    place: own.place,
  };
}
