import type { Extras, Problem, Protection } from '#model';
import type { Edit } from './goal.ts';

/** What holds for those whom the policy binds: in what Mainstay writes to, and in everything else. */
export type View = {
  readonly own: Protection;
  readonly extras: Extras;
  readonly sure: readonly Protection[];
  /** Held only if nobody may pass by, which nobody can see. */
  readonly unsure: readonly Protection[];
  /** Set where what else is in force could not be read at all. */
  readonly unknown: Problem | null;
};

/** Where something asked for is held. `doubt`: something else may hold it as well, and nobody can tell. */
export type Verdict = { readonly where: 'elsewhere' | 'own' | 'nowhere'; readonly doubt: Problem | null };

/** What comes of one part of a policy. Verdict null: it asks for nothing. */
export type Part = {
  readonly edits: readonly Edit[];
  readonly refusals: readonly Problem[];
  readonly verdict: Verdict | null;
};

/** Whether a protection does what is asked; null: nobody can tell. */
export type Met = (protection: Protection) => boolean | null;

export const BYPASS: Problem = {
  code: 'bypass_not_visible',
  detail: 'What the policy asks for may be held by a ruleset, and who may bypass it is not visible.',
};
const ACTORS: Problem = {
  code: 'rule_not_visible',
  detail: 'A ruleset names people by numbers alone, so they cannot be compared with those of the policy.',
};

export function verdictOn(view: View, met: Met): Verdict {
  if (view.sure.some((protection) => met(protection) === true)) return { where: 'elsewhere', doubt: null };
  return { where: met(view.own) === true ? 'own' : 'nowhere', doubt: doubtOn(view, met) };
}

/** What of the unknown could hold it. */
export function doubtOn(view: View, met: Met): Problem | null {
  if (view.unknown !== null) return view.unknown;
  if (view.unsure.some((protection) => met(protection) !== false)) return BYPASS;
  return view.sure.some((protection) => met(protection) === null) ? ACTORS : null;
}

export function refused(why: Problem, verdict: Verdict): Part {
  return { edits: [], refusals: [why], verdict };
}
