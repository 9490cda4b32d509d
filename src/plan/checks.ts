import type { AddedContext, Forecast, Problem, RequiredContext, Source, WantedCheck } from '#model';
import { matchesPattern } from './name-pattern.ts';
import { nameOf, type Requirement } from './requirements.ts';

/** What is required now, what the policy comes to, and what of it Mainstay itself put there. */
export type ChecksInput = {
  readonly actual: readonly RequiredContext[];
  readonly requirements: readonly Requirement[];
  /** What Mainstay added, and may take back. */
  readonly added: readonly AddedContext[];
  /** Contexts that a pull request was allowed to do without, for a while. */
  readonly waived: readonly string[];
  readonly predicted: Forecast['predicted'];
};

export type ChecksPlan = {
  readonly after: readonly RequiredContext[];
  readonly because: readonly WantedCheck[];
  readonly refusals: readonly Problem[];
};

/**
 * Which contexts must be required. What a person set stays: a check, a pin, a context from any source where the
 * policy names none. What Mainstay added for a check that is still asked and nothing reports any more, like a
 * matrix leg that is gone, goes.
 */
export function planChecks(input: ChecksInput): ChecksPlan {
  const kept = input.actual.filter((entry) => !isSuperfluous(entry, input));
  let after: readonly RequiredContext[] = kept;
  const because: WantedCheck[] = [];
  const refusals: Problem[] = [];
  for (const requirement of input.requirements) {
    if (isHeldByOwn(kept, requirement, input)) continue;
    const step = require(after, requirement, input);
    refusals.push(...step.refusals);
    if (step.after === after) continue;
    after = step.after;
    because.push(requirement.check);
  }
  const gone = kept.length < input.actual.length;
  return { after, because: gone && because.length === 0 ? formerlyAsked(input) : because, refusals };
}

/** Which contexts a check means cannot be said, as while its workflow is broken; what was added for it still stands. */
function isHeldByOwn(
  kept: readonly RequiredContext[],
  requirement: Requirement,
  input: ChecksInput,
): boolean {
  if (requirement.isClear) return false;
  return kept.some((entry) => ownEntry(entry, input)?.check === nameOf(requirement.check));
}

type Step = { readonly after: readonly RequiredContext[]; readonly refusals: readonly Problem[] };

function require(actual: readonly RequiredContext[], requirement: Requirement, input: ChecksInput): Step {
  const { contexts, patterns, refusal } = requirement;
  const byPattern = actual.some(({ context }) =>
    patterns.some((pattern) => matchesPattern(pattern, context)),
  );
  const isMet = refusal === null || byPattern || isRequiredByName(actual, requirement);
  let step: Step = { after: actual, refusals: isMet ? [] : [refusal] };
  for (const context of contexts) {
    if (input.waived.includes(context)) continue;
    const next = requireContext(step.after, { requirement, context }, input);
    step = { after: next.after, refusals: [...step.refusals, ...next.refusals] };
  }
  return step;
}

/** Where the workflows could not be read, a context of the check's own name is taken for it. */
function isRequiredByName(actual: readonly RequiredContext[], { check }: Requirement): boolean {
  return actual.some(({ context }) => context === nameOf(check));
}

type One = { readonly requirement: Requirement; readonly context: string };

function requireContext(actual: readonly RequiredContext[], one: One, input: ChecksInput): Step {
  const { requirement, context } = one;
  const there = actual.filter((entry) => entry.context === context);
  if (there.length === 0) {
    return { after: [...actual, { context, source: requirement.source }], refusals: [] };
  }
  const { source } = requirement.check;
  const own = there.find((entry) => ownEntry(entry, input) && entry.source !== requirement.source);
  if (source === null && own) return { after: withSource(actual, own, requirement.source), refusals: [] };
  if (source === null || source === 'any' || there.some((entry) => entry.source === source)) {
    return { after: actual, refusals: [] };
  }
  const open = there.find((entry) => entry.source === 'any');
  if (open) return { after: withSource(actual, open, source), refusals: [] };
  return { after: actual, refusals: [pinnedElsewhere(one, there)] };
}

function withSource(
  actual: readonly RequiredContext[],
  which: RequiredContext,
  source: Source,
): readonly RequiredContext[] {
  return actual.map((entry) => (entry === which ? { context: entry.context, source } : entry));
}

function pinnedElsewhere({ requirement, context }: One, there: readonly RequiredContext[]): Problem {
  const pins = there.map((entry) => entry.source).join(', ');
  const wanted = String(requirement.check.source);
  return {
    code: 'check_pinned_elsewhere',
    detail: `"${context}" is pinned to App ${pins}, and the policy names App ${wanted}.`,
  };
}

function isSuperfluous(entry: RequiredContext, input: ChecksInput): boolean {
  const own = ownEntry(entry, input);
  if (own === undefined) return false;
  if (input.waived.includes(entry.context)) return true;
  const { requirements, predicted } = input;
  const asked = requirements.filter(({ check }) => nameOf(check) === own.check);
  const isAskedClearly = asked.length > 0 && asked.every(({ isClear }) => isClear);
  if (!isAskedClearly || requirements.some(({ contexts }) => contexts.includes(entry.context))) return false;
  return !predicted.some((one) => canBe(one, entry.context));
}

function canBe({ context, pattern }: Forecast['predicted'][number], name: string): boolean {
  return context === name || (pattern !== null && matchesPattern(pattern, name));
}

/** Exactly as Mainstay added it: one that a person pinned since is the person's. */
function ownEntry(entry: RequiredContext, { added }: ChecksInput): AddedContext | undefined {
  return added.find((own) => own.context === entry.context && own.source === entry.source);
}

/** Nothing is asked anew where something only goes: the checks it belonged to say why. */
function formerlyAsked({ requirements }: ChecksInput): readonly WantedCheck[] {
  return requirements.map(({ check }) => check);
}
