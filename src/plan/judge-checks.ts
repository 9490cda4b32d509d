import type { Protection, RequiredContext, Wanted } from '#model';
import { planChecks, type ChecksInput, type ChecksPlan } from './checks.ts';
import type { Edit } from './goal.ts';
import { isCovered } from './held.ts';
import { BYPASS, doubtOn, type Part, type Verdict, type View } from './view.ts';

/** What the checks of the policy come to, and what is known of those that are there. */
export type Knowing = Pick<ChecksInput, 'requirements' | 'added' | 'waived' | 'predicted' | 'waiting'>;

/** `contexts`: all that will be required. */
export type ChecksPart = Part & { readonly contexts: readonly RequiredContext[] };

export function judgeChecks(view: View, strict: Wanted['settings']['strict'], knowing: Knowing): ChecksPart {
  const elsewhere = contextsIn(view.sure);
  const first = checksOn(view, knowing, elsewhere);
  const needsOwn = strict?.value === true && first.after.length === 0 && !mayBeStrict(view);
  // Up to date with what: a rule that is to say so needs a check of its own.
  const plan = needsOwn && elsewhere.length > 0 ? checksOn(view, knowing, []) : first;
  const edit: Edit = {
    dimension: 'required_checks',
    value: plan.after,
    because: plan.because.map(({ origin }) => origin),
  };
  const isSame = plan.because.length === 0 && plan.after.length === contextsIn([view.own]).length;
  return {
    edits: isSame ? [] : [edit],
    refusals: plan.refusals,
    verdict: verdictOf(view, plan, knowing),
    contexts: [...plan.after, ...elsewhere],
  };
}

function verdictOf(view: View, { needed }: ChecksPlan, { requirements }: Knowing): Verdict | null {
  const unsure = contextsIn(view.unsure);
  if (needed.length > 0) {
    const doubt = needed.every((entry) => isCovered(entry, unsure)) ? BYPASS : null;
    return { where: 'own', doubt: view.unknown ?? doubt };
  }
  const elsewhere = new Set(contextsIn(view.sure).map(({ context }) => context));
  const isMet = requirements.some(({ contexts }) => contexts.some((context) => elsewhere.has(context)));
  return isMet ? { where: 'elsewhere', doubt: null } : null;
}

function checksOn(view: View, knowing: Knowing, elsewhere: readonly RequiredContext[]): ChecksPlan {
  const unsure = contextsIn(view.unsure);
  return planChecks({
    ...knowing,
    actual: contextsIn([view.own]),
    extras: view.extras,
    elsewhere,
    doubt: (entry) => view.unknown ?? (isCovered(entry, unsure) ? BYPASS : null),
  });
}

function mayBeStrict(view: View): boolean {
  return view.sure.some(isStrict) || doubtOn(view, isStrict) !== null;
}

function isStrict({ checks }: Protection): boolean {
  return checks?.strict === true;
}

function contextsIn(held: readonly Protection[]): readonly RequiredContext[] {
  return held.flatMap(({ checks }) => checks?.required ?? []);
}
