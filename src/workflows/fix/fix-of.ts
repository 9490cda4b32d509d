import type { Fix, Verdict } from '#model';
import type { Judgement } from '../judge/judge-context.ts';
import type { Resolved } from '../judge/resolve-check.ts';
import type { Survey } from '../judge/survey.ts';

export type Ailment = {
  readonly check: string;
  readonly verdict: Verdict;
  readonly judgements: readonly Judgement[];
  readonly worst: Judgement | null;
  readonly resolved: Resolved;
  readonly survey: Survey;
};

export function fixOf(_ailment: Ailment): Fix | null {
  return null;
}
