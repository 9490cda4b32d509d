import type { Forecast, Problem, RequiredContext, Wanted } from '#model';
import { nameOf, requirementsOf } from './requirements.ts';

/** A policy, and what the workflows that it meets say of its checks. */
export type PolicySide = { readonly wanted: Wanted; readonly forecast: Forecast };

export type PreviewInput = {
  readonly before: PolicySide;
  /** Null: the file that is proposed is broken, so it would change nothing. */
  readonly after: PolicySide | null;
  /** What is wrong with the file that is proposed, each with its place. */
  readonly problems: readonly Problem[];
  /** What the branch requires now. */
  readonly required: readonly RequiredContext[];
};

/** What becomes of a branch's required checks when a policy file is merged. */
export type PolicyPreview = {
  readonly problems: readonly Problem[];
  /** Required from then on. */
  readonly appear: readonly string[];
  /** Asked for no more. `required`: on the branch now, where it stays until a person takes it out. */
  readonly vanish: readonly { readonly context: string; readonly required: boolean }[];
  /** Asked for from then on, and nothing can report it. */
  readonly unreportable: readonly { readonly context: string; readonly why: string }[];
  /** Checks of which nobody can say which contexts they are. */
  readonly unclear: readonly Problem[];
};

/** What there is to say of a policy file that a pull request changes; null where nothing is. */
export function previewPolicy({ before, after, problems, required }: PreviewInput): PolicyPreview | null {
  const then = askedBy(before);
  const later = after === null ? then : askedBy(after);
  const there = new Set(required.map(({ context }) => context));
  const preview: PolicyPreview = {
    problems,
    appear: later.contexts.filter((context) => !then.contexts.includes(context) && !there.has(context)),
    vanish: then.contexts
      .filter((context) => !later.contexts.includes(context))
      .map((context) => ({ context, required: there.has(context) })),
    unreportable: after === null ? [] : lostBy(before, after),
    unclear: later.refusals.filter(({ detail }) => !then.refusals.some((one) => one.detail === detail)),
  };
  return Object.values(preview).some((part) => part.length > 0) ? preview : null;
}

type Asked = { readonly contexts: readonly string[]; readonly refusals: readonly Problem[] };

function askedBy({ wanted, forecast }: PolicySide): Asked {
  const requirements = requirementsOf(wanted, { known: true, value: forecast });
  return {
    contexts: [...new Set(requirements.flatMap(({ contexts }) => contexts))],
    refusals: requirements.flatMap(({ refusal }) => (refusal === null ? [] : [refusal])),
  };
}

/** Checks that the policy of now does not ask for, or that can report as it asks for them. */
function lostBy(before: PolicySide, after: PolicySide): PolicyPreview['unreportable'] {
  const known = new Set(neverIn(before).map(({ context }) => context));
  return neverIn(after).filter(({ context }) => !known.has(context));
}

function neverIn({ wanted, forecast }: PolicySide): PolicyPreview['unreportable'] {
  return wanted.checks.flatMap((check, index) => {
    const judged = forecast.required[index];
    if (judged?.verdict !== 'never' || check.when === 'ready') return [];
    return [{ context: nameOf(check), why: judged.reasons[0]?.message ?? 'nothing here reports it' }];
  });
}
