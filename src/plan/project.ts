import type { Protection, RequiredContext, RulesetRule } from '#model';
import { BARE_REVIEWS, UNPROTECTED } from './goal.ts';

type Parameters = Readonly<Record<string, unknown>>;
type Add = (held: Protection, parameters: Parameters) => Protection;

/** The rule types that are protection dimensions of ours; every other type is left as it is and says nothing here. */
const ADD: Readonly<Record<string, Add>> = {
  required_status_checks: (held, parameters) => ({
    ...held,
    checks: joinChecks(held.checks, {
      strict: parameters['strict_required_status_checks_policy'] === true,
      required: contextsOf(parameters['required_status_checks']) ?? [],
    }),
  }),
  pull_request: (held, parameters) => ({
    ...held,
    reviews: reviewsOf(parameters),
    conversationResolution:
      held.conversationResolution || isOn(parameters, 'required_review_thread_resolution'),
  }),
  non_fast_forward: (held) => ({ ...held, allowForcePushes: false }),
  deletion: (held) => ({ ...held, allowDeletions: false }),
  creation: (held) => ({ ...held, blockCreations: true }),
  update: (held, parameters) => ({
    ...held,
    lockBranch: true,
    allowForkSyncing: isOn(parameters, 'update_allows_fetch_and_merge'),
  }),
  required_linear_history: (held) => ({ ...held, linearHistory: true }),
  required_signatures: (held) => ({ ...held, signatures: true }),
  required_deployments: (held, parameters) => ({
    ...held,
    deployments: [...(held.deployments ?? []), ...namesOf(parameters['required_deployment_environments'])],
  }),
};

/** What a ruleset's rules protect, in the words of a classic rule, for everybody whom the ruleset binds. */
export function projectRules(rules: readonly RulesetRule[]): Protection {
  return rules.reduce(
    (held, { type, parameters }) => ADD[type]?.(held, parameters ?? {}) ?? held,
    UNPROTECTED,
  );
}

/** The entries that can be read; null where it is no list at all. */
export function contextsOf(list: unknown): readonly RequiredContext[] | null {
  if (!Array.isArray(list)) return null;
  return list.flatMap((entry: unknown) => {
    const { context, integration_id: app } = recordOf(entry);
    if (typeof context !== 'string') return [];
    return [{ context, source: typeof app === 'number' && app > 0 ? app : ('any' as const) }];
  });
}

export function recordOf(value: unknown): Parameters {
  return typeof value === 'object' && value !== null ? (value as Parameters) : {};
}

function joinChecks(
  one: Protection['checks'],
  other: NonNullable<Protection['checks']>,
): NonNullable<Protection['checks']> {
  if (one === null) return other;
  return { strict: one.strict || other.strict, required: [...one.required, ...other.required] };
}

function reviewsOf(parameters: Parameters): Protection['reviews'] {
  const count = parameters['required_approving_review_count'];
  return {
    ...BARE_REVIEWS,
    count: typeof count === 'number' ? count : 0,
    codeOwners: isOn(parameters, 'require_code_owner_review'),
    dismissStale: isOn(parameters, 'dismiss_stale_reviews_on_push'),
    lastPush: isOn(parameters, 'require_last_push_approval'),
    dismissers: dismissersOf(recordOf(parameters['dismissal_restriction'])),
  };
}

/** A ruleset names people by numbers alone, so those whom it names cannot be compared with names. */
function dismissersOf({ enabled, allowed_actors: actors }: Parameters): 'notVisible' | [] | null {
  if (enabled !== true) return null;
  return Array.isArray(actors) && actors.length > 0 ? 'notVisible' : [];
}

function isOn(parameters: Parameters, name: string): boolean {
  return parameters[name] === true;
}

function namesOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
}
