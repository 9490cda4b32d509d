import type { AddedContext, Extras, Forecast, Problem, RequiredContext, Source, WantedCheck } from '#model';
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
  /** Names that checks which wait until they can report may have. */
  readonly waiting: readonly string[];
  readonly extras: Extras;
  /** What other rules on the branch require, for everybody whom the policy binds. */
  readonly elsewhere: readonly RequiredContext[];
  /** Whether other rules may require it, and nobody can tell; the reason why. */
  readonly doubt: (required: RequiredContext) => Problem | null;
};

export type ChecksPlan = {
  readonly after: readonly RequiredContext[];
  readonly because: readonly WantedCheck[];
  readonly refusals: readonly Problem[];
  /** What the policy asks for and nothing else holds: it is required here, or becomes so. */
  readonly needed: readonly RequiredContext[];
};

/**
 * Which contexts must be required. What a person set stays: a check, a pin, a context from any source where the
 * policy names none. What Mainstay added for a check that is still asked and nothing reports any more, like a
 * matrix leg that is gone, goes. With `extras: remove` whatever the policy does not ask for goes, once all that it
 * asks for is clear.
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
  return {
    after,
    because: gone && because.length === 0 ? formerlyAsked(input) : because,
    refusals,
    needed: neededOf(after, input),
  };
}

function neededOf(
  after: readonly RequiredContext[],
  { requirements, elsewhere }: ChecksInput,
): readonly RequiredContext[] {
  const asked = requirements.flatMap((requirement) => requirement.contexts);
  const held = elsewhere.map(({ context }) => context);
  return after.filter(({ context }) => asked.includes(context) && !held.includes(context));
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
  const inForce = [...actual, ...input.elsewhere];
  const byPattern = inForce.some(({ context }) =>
    patterns.some((pattern) => matchesPattern(pattern, context)),
  );
  const isMet = refusal === null || byPattern || isRequiredByName(inForce, requirement);
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
  const { source } = requirement.check;
  const there = actual.filter((entry) => entry.context === context);
  if (isHeld(input.elsewhere, context, source)) return { after: actual, refusals: [] };
  if (there.length === 0) {
    const why = input.doubt({ context, source: source ?? 'any' });
    if (why !== null) return { after: actual, refusals: [why] };
    return { after: [...actual, { context, source: requirement.source }], refusals: [] };
  }
  const own = there.find((entry) => ownEntry(entry, input) && isOpen(entry, one, input));
  if (source === null && own) return { after: withSource(actual, own, requirement.source), refusals: [] };
  return withPin(actual, one, there);
}

/** Its source is neither what this check comes to nor what another check of the policy names. */
function isOpen({ context, source }: RequiredContext, { requirement }: One, input: ChecksInput): boolean {
  const named = input.requirements.some(
    ({ contexts, check }) => contexts.includes(context) && check.source === source,
  );
  return source !== requirement.source && !named;
}

/** The source that the policy names, on a check that is required already. */
function withPin(actual: readonly RequiredContext[], one: One, there: readonly RequiredContext[]): Step {
  const { source } = one.requirement.check;
  if (source === null || source === 'any' || there.some((entry) => entry.source === source)) {
    return { after: actual, refusals: [] };
  }
  const open = there.find((entry) => entry.source === 'any');
  if (open) return { after: withSource(actual, open, source), refusals: [] };
  return { after: actual, refusals: [pinnedElsewhere(one, there)] };
}

/** Required by another rule, from whatever source unless the policy names one. */
function isHeld(elsewhere: readonly RequiredContext[], context: string, source: Source | null): boolean {
  const open = source === null || source === 'any';
  return elsewhere.some((entry) => entry.context === context && (open || entry.source === source));
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
  if (input.extras === 'remove' && isExtra(entry, input)) return true;
  if (own === undefined) return false;
  if (input.waived.includes(entry.context)) return true;
  const { requirements, predicted } = input;
  const asked = requirements.filter(({ check }) => nameOf(check) === own.check);
  const isAskedClearly = asked.length > 0 && asked.every(({ isClear }) => isClear);
  if (!isAskedClearly || requirements.some(({ contexts }) => contexts.includes(entry.context))) return false;
  return !predicted.some((one) => canBe(one, entry.context));
}

/** Nobody asks for it, and of everything that is asked for nobody doubts what it is. */
function isExtra({ context }: RequiredContext, { requirements, waiting }: ChecksInput): boolean {
  const isClear = requirements.every((requirement) => requirement.isClear && requirement.refusal === null);
  const asked = requirements.some(({ contexts }) => contexts.includes(context));
  return isClear && !asked && !waiting.includes(context);
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
