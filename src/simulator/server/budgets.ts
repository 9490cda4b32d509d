import type { Caller } from '../world/caller.ts';

export type Resource = 'core' | 'graphql';

/** What a caller may still ask within the hour. */
export type Budget = { limit: number; used: number; resetAt: number };

/** The hourly budgets, by installation and resource. */
export interface Budgets {
  of(caller: Caller, resource: Resource): Readonly<Budget>;
  spend(caller: Caller, resource: Resource, points: number): void;
  /** Sets what is left to all installations, present and future: of `core` (requests) or `graphql` (points). */
  set(
    resource: Resource,
    budget: { readonly limit?: number; readonly remaining: number; readonly resetInMs?: number },
  ): void;
}

const HOUR = 3_600_000;

export function createBudgets(now: () => number): Budgets {
  const budgets = new Map<string, Budget>();
  const fresh = new Map<Resource, Budget>();

  function current(caller: Caller, resource: Resource): Budget {
    const key = `${caller.kind === 'installation' ? caller.installation.id : caller.kind}/${resource}`;
    const found = budgets.get(key);
    if (found !== undefined && found.resetAt > now()) return found;
    const start = found === undefined ? fresh.get(resource) : undefined;
    const made = start === undefined ? { limit: 5000, used: 0, resetAt: now() + HOUR } : { ...start };
    budgets.set(key, made);
    return made;
  }

  return {
    of: current,
    spend(caller, resource, points) {
      current(caller, resource).used += points;
    },
    set(resource, { limit = 5000, remaining, resetInMs = HOUR }) {
      const budget = { limit, used: limit - remaining, resetAt: now() + resetInMs };
      fresh.set(resource, budget);
      for (const key of budgets.keys()) {
        if (key.endsWith(`/${resource}`) && !key.startsWith('app')) budgets.set(key, { ...budget });
      }
    },
  };
}

export function isSpent({ limit, used }: Budget): boolean {
  return used >= limit;
}

/** A budget as each answer's headers tell it. */
export function budgetHeaders(budget: Budget, resource: Resource): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-remaining': String(Math.max(0, budget.limit - budget.used)),
    'x-ratelimit-reset': String(Math.ceil(budget.resetAt / 1000)),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-resource': resource,
  };
}
