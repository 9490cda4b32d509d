import type { Problem } from './problem.ts';

/** Something that was read, or the reason why it is unknown. Unknown is never "none". */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: Problem };
