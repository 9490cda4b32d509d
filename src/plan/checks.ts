import type { Problem, RequiredContext, Source, WantedCheck } from '#model';

export type ChecksPlan = {
  readonly after: readonly RequiredContext[];
  readonly because: readonly WantedCheck[];
  readonly refusals: readonly Problem[];
};

/**
 * Which contexts must be required besides those that are. What is there stays: a pin that a person set, and a
 * context from any source where the policy names none.
 */
export function planChecks(actual: readonly RequiredContext[], wanted: readonly WantedCheck[]): ChecksPlan {
  let after = actual;
  const because: WantedCheck[] = [];
  const refusals: Problem[] = [];
  for (const check of wanted) {
    const step = requireOne(after, check);
    if (step.kind === 'pinned-elsewhere') refusals.push(pinnedElsewhere(check, step.pins));
    if (step.kind !== 'changed') continue;
    after = step.after;
    because.push(check);
  }
  return { after, because, refusals };
}

/** The context a check is required as: its own name, until workflows are read. */
export function contextOf(check: WantedCheck): string {
  return 'context' in check.name ? check.name.context : check.name.check;
}

type Step =
  | { readonly kind: 'satisfied' }
  | { readonly kind: 'changed'; readonly after: readonly RequiredContext[] }
  | { readonly kind: 'pinned-elsewhere'; readonly pins: readonly Source[] };

function requireOne(actual: readonly RequiredContext[], check: WantedCheck): Step {
  const context = contextOf(check);
  const there = actual.filter((entry) => entry.context === context);
  if (there.length === 0) {
    return { kind: 'changed', after: [...actual, { context, source: check.source ?? 'any' }] };
  }
  const source = check.source;
  if (source === null || source === 'any' || there.some((entry) => entry.source === source)) {
    return { kind: 'satisfied' };
  }
  if (there.some((entry) => entry.source === 'any')) {
    return { kind: 'changed', after: actual.map((entry) => pin(entry, context, source)) };
  }
  return { kind: 'pinned-elsewhere', pins: there.map((entry) => entry.source) };
}

function pin(entry: RequiredContext, context: string, source: Source): RequiredContext {
  return entry.context === context && entry.source === 'any' ? { context, source } : entry;
}

function pinnedElsewhere(check: WantedCheck, pins: readonly Source[]): Problem {
  const wanted = String(check.source);
  return {
    code: 'check_pinned_elsewhere',
    detail: `"${contextOf(check)}" is pinned to App ${pins.join(', ')}, and the policy names App ${wanted}.`,
  };
}
