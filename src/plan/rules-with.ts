import type { Dimension, Problem, Protection, RequiredContext, RulesetRule } from '#model';
import type { Edit } from './goal.ts';
import { contextsOf, recordOf } from './project.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A ruleset has no words for these, and this is why. */
const WHY: Partial<Record<Dimension, string>> = {
  push: 'whoever may pass by a ruleset passes by all of it; `lock_branch` forbids everybody to push',
  force_push: 'whoever may pass by a ruleset passes by all of it',
  'reviews.bypassers': 'whoever may pass by a ruleset passes by all of it',
  'reviews.dismissers': 'a ruleset names people by numbers that a policy does not say',
};

/** What a policy asks for and a ruleset cannot hold; null: it can. `goal`: what it is to hold all in all. */
export function cannotHold({ dimension, value }: Edit, goal: Protection): Problem | null {
  const namesPeople = Array.isArray(value) && value.length > 0 && WHY[dimension] !== undefined;
  if (namesPeople || dimension === 'push') return cannot(dimension, WHY[dimension] ?? '');
  if (dimension === 'conversation_resolution' && value && goal.reviews === null) {
    return cannot(dimension, 'a ruleset has it only beside a required pull request (`reviews.required`)');
  }
  return null;
}

function cannot(dimension: Dimension, why: string): Problem {
  return { code: 'ruleset_cannot_hold', detail: `\`${dimension}\`: ${why}.` };
}

/** Which rule type holds which dimensions. */
const TYPES: readonly (readonly [type: string, dimensions: readonly Dimension[]])[] = [
  ['required_status_checks', ['required_checks', 'strict']],
  [
    'pull_request',
    [
      'reviews.required',
      'reviews.count',
      'reviews.code_owners',
      'reviews.dismiss_stale',
      'reviews.last_push',
      'reviews.dismissers',
      'reviews.bypassers',
      'conversation_resolution',
    ],
  ],
  ['non_fast_forward', ['block_force_pushes', 'force_push']],
  ['deletion', ['block_deletions']],
  ['creation', ['block_creations']],
  ['update', ['lock_branch', 'block_fork_syncing']],
  ['required_linear_history', ['linear_history']],
  ['required_signatures', ['signatures']],
  ['required_deployments', ['deployments']],
];

/** A rule's parameters for a goal, whatever else is in them kept; null: the rule goes. */
type Rule = (goal: Protection, there: Parameters) => Parameters | null;

const RULES: Readonly<Record<string, Rule>> = {
  required_status_checks: ({ checks }, there) =>
    checks === null || checks.required.length === 0
      ? null
      : {
          ...(Object.keys(there).length === 0 ? { do_not_enforce_on_create: true } : there),
          required_status_checks: entriesFor(checks.required, there['required_status_checks']),
          strict_required_status_checks_policy: checks.strict,
        },
  pull_request: pullRequest,
  non_fast_forward: ({ allowForcePushes }) => plain(!allowForcePushes),
  deletion: ({ allowDeletions }) => plain(!allowDeletions),
  creation: ({ blockCreations }) => plain(blockCreations),
  update: ({ lockBranch, allowForkSyncing }, there) =>
    lockBranch ? { ...there, update_allows_fetch_and_merge: allowForkSyncing } : null,
  required_linear_history: ({ linearHistory }) => plain(linearHistory),
  required_signatures: ({ signatures }) => plain(signatures),
  required_deployments: ({ deployments }, there) =>
    deployments === null || deployments.length === 0
      ? null
      : { ...there, required_deployment_environments: deployments },
};

function plain(isOn: boolean): Parameters | null {
  return isOn ? {} : null;
}

function pullRequest({ reviews, conversationResolution }: Protection, there: Parameters): Parameters | null {
  if (reviews === null) return null;
  const restricted = reviews.dismissers === null ? null : { enabled: true, allowed_actors: [] };
  const isHidden = reviews.dismissers === 'notVisible';
  const lifted = recordOf(there['dismissal_restriction'])['enabled'] === true ? { enabled: false } : null;
  const restriction = isHidden ? null : (restricted ?? lifted);
  return {
    ...there,
    required_approving_review_count: reviews.count,
    require_code_owner_review: reviews.codeOwners,
    dismiss_stale_reviews_on_push: reviews.dismissStale,
    require_last_push_approval: reviews.lastPush,
    required_review_thread_resolution: conversationResolution,
    ...(restriction === null ? {} : { dismissal_restriction: restriction }),
  };
}

/** The entries as they came where they stay, and new ones for the rest. */
function entriesFor(required: readonly RequiredContext[], there: unknown): readonly unknown[] {
  const raw: readonly unknown[] = Array.isArray(there) ? there : [];
  return required.map(({ context, source }) => {
    const same = raw.find((entry) => {
      const [one] = contextsOf([entry]) ?? [];
      return one?.context === context && one.source === source;
    });
    return same ?? (source === 'any' ? { context } : { context, integration_id: source });
  });
}

/**
 * The rules of a ruleset with a goal made true in the edited dimensions. Every other rule, and every parameter that we
 * do not know, stays as it came.
 */
export function rulesWith(
  rules: readonly RulesetRule[],
  edits: readonly Edit[],
  goal: Protection,
): readonly RulesetRule[] {
  const touched = TYPES.filter(([, dimensions]) =>
    edits.some(({ dimension }) => dimensions.includes(dimension)),
  );
  return touched.reduce((sofar, [type]) => withRule(sofar, type, goal), rules);
}

function withRule(rules: readonly RulesetRule[], type: string, goal: Protection): readonly RulesetRule[] {
  const there = rules.find((rule) => rule.type === type);
  const parameters = RULES[type]?.(goal, there?.parameters ?? {}) ?? null;
  if (parameters === null) return rules.filter((rule) => rule !== there);
  const rule: RulesetRule = {
    ...there,
    type,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
  return there === undefined ? [...rules, rule] : rules.map((one) => (one === there ? rule : one));
}

/** What of a ruleset a write could lose; null: nothing. */
export function couldLose(rules: readonly RulesetRule[]): string | null {
  const doubled = TYPES.map(([type]) => type).find(
    (type) => rules.filter((rule) => rule.type === type).length > 1,
  );
  if (doubled !== undefined) return `two rules of the type \`${doubled}\``;
  const checks = rules.find(({ type }) => type === 'required_status_checks')?.parameters;
  if (checks === undefined) return null;
  const list = checks['required_status_checks'];
  const read = contextsOf(list);
  const isWhole = Array.isArray(list) && read?.length === list.length;
  return isWhole ? null : 'required checks in a form that is not known';
}
