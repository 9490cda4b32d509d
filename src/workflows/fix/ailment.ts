import type { ReasonCode, Verdict } from '#model';
import type { Instance } from '../expand/expand-workflow.ts';
import type { Judgement } from '../judge/judge-context.ts';
import type { Survey } from '../judge/survey.ts';

/** A check that needs mending: its worst context, and where that is to be mended. */
export type Ailment = {
  readonly check: string;
  readonly verdict: Verdict;
  /** The worst context; null where no name of the check is known. */
  readonly worst: Judgement | null;
  /** The jobs that the check names. */
  readonly jobs: readonly Instance[];
  /** The reason to mend first. */
  readonly code: ReasonCode | null;
  readonly survey: Survey;
};
