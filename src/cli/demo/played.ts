import type { Counts } from '#simulator';
import type { Act } from './act.ts';

/** An act after it was played. */
export type Played = {
  readonly act: Act;
  readonly verdicts: readonly { readonly words: string; readonly holds: boolean }[];
  readonly counts: Counts;
  readonly withinBudget: boolean;
};

/** Whether everything came out as told, at no more than it may cost. */
export function isAsTold({ verdicts, withinBudget }: Played): boolean {
  return withinBudget && verdicts.every(({ holds }) => holds);
}
