import fc from 'fast-check';
import { SETTINGS, type RulesetInForce, type RulesetRule, type Wanted } from '#model';
import { policies, rules } from './arbitraries.ts';
import type { BranchWorld, WorldBranch } from './branch-world.ts';
import { asking, exactRule, ownRuleset, rulesetInForce } from './builders.ts';

const context = fc.constantFrom('test', 'lint', 'security', 'build', 'e2e | web');

/** A rule of each type that is a dimension of ours, and some that are not. */
const RULE: Readonly<Record<string, fc.Arbitrary<object> | null>> = {
  required_status_checks: fc.record({
    required_status_checks: fc.uniqueArray(
      fc.oneof(
        context.map((name) => ({ context: name })),
        context.map((name) => ({ context: name, integration_id: 15368 })),
      ),
      { minLength: 1, maxLength: 4, selector: ({ context: name }) => name },
    ),
    strict_required_status_checks_policy: fc.boolean(),
    do_not_enforce_on_create: fc.boolean(),
    unknown_parameter: fc.constant('kept'),
  }),
  pull_request: fc.record({
    required_approving_review_count: fc.integer({ min: 0, max: 6 }),
    require_code_owner_review: fc.boolean(),
    dismiss_stale_reviews_on_push: fc.boolean(),
    require_last_push_approval: fc.boolean(),
    required_review_thread_resolution: fc.boolean(),
    allowed_merge_methods: fc.constant(['squash']),
  }),
  non_fast_forward: null,
  deletion: null,
  creation: null,
  update: fc.record({ update_allows_fetch_and_merge: fc.boolean() }),
  required_linear_history: null,
  required_signatures: null,
  required_deployments: fc.record({
    required_deployment_environments: fc.subarray(['production', 'staging'], { minLength: 1 }),
  }),
  commit_message_pattern: fc.constant({ operator: 'regex', pattern: '^feat' }),
  a_type_of_tomorrow: fc.constant({ depth: { of: ['things'] } }),
};

export const RULE_TYPES = Object.keys(RULE);

function ruleOf(type: string): fc.Arbitrary<RulesetRule> {
  const parameters = RULE[type] ?? null;
  if (parameters === null) return fc.constant({ type });
  return parameters.map((given) => ({ type, parameters: given as Record<string, unknown> }));
}

/** At most one rule of each type. */
export const rulesetRules: fc.Arbitrary<readonly RulesetRule[]> = fc
  .subarray(RULE_TYPES)
  .chain((types) => fc.tuple(...types.map(ruleOf)));

const bypass: fc.Arbitrary<RulesetInForce['bypass']> = fc.constantFrom<RulesetInForce['bypass']>(
  [],
  [],
  [{ kind: 'role', id: 5, mode: 'always' }],
  [{ kind: 'organisation_admin', id: null, mode: 'always' }],
  [{ kind: 'team', id: 12, mode: 'pull_request' }],
  'notVisible',
);

const foreign: fc.Arbitrary<readonly RulesetInForce[]> = fc.array(
  fc
    .record({ held: rulesetRules, passing: bypass })
    .map(({ held, passing }) => rulesetInForce(held, { bypass: passing })),
  { maxLength: 2 },
);

const own = fc.option(
  fc
    .record({
      held: rulesetRules,
      enforcement: fc.constantFrom('active', 'active', 'disabled'),
      include: fc.subarray(['refs/heads/main', '~DEFAULT_BRANCH', 'refs/heads/other']),
      exclude: fc.subarray(['refs/heads/main', 'refs/heads/other']),
      passing: fc.constantFrom<Readonly<Record<string, unknown>>[]>(
        [],
        [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }],
        [{ actor_type: 'Team', actor_id: 9, bypass_mode: 'always' }],
      ),
    })
    .map(({ held, enforcement, include, exclude, passing }) =>
      ownRuleset(held, { enforcement, bypass: passing, conditions: { ref_name: { include, exclude } } }),
    ),
);

function branch(name: string): fc.Arbitrary<WorldBranch> {
  return fc.record({ rule: rules, isExact: fc.boolean() }).map(({ rule, isExact }) => ({
    name,
    exact: rule !== null && isExact ? exactRule(rule.protection, name) : null,
    wildcard: rule !== null && !isExact ? { ...rule, id: 'BPR_wildcard', pattern: '*' } : null,
  }));
}

/** Everything that can protect `main`, with and without a ruleset of Mainstay's own. */
export const worlds: fc.Arbitrary<BranchWorld> = fc.record({
  branches: fc.tuple(branch('main')),
  own,
  others: foreign,
});

/** The same with a second branch. */
export const twoBranches: fc.Arbitrary<BranchWorld> = fc.record({
  branches: fc.tuple(branch('main'), branch('release')),
  own,
  others: foreign,
});

/** Policies over all settings, by any means. */
export const anyPolicies: fc.Arbitrary<Wanted> = fc
  .record({
    policy: policies,
    via: fc.constantFrom('classic' as const, 'ruleset' as const, 'org-ruleset' as const),
    extras: fc.constantFrom('keep' as const, 'keep' as const, 'remove' as const),
    both: fc.boolean(),
  })
  .map(({ policy, via, extras, both }) => ({
    ...policy,
    via: { value: via, origin: null },
    extras: { value: extras, origin: null },
    branches: ['main', ...(both ? ['release'] : [])].map((value) => ({ value, origin: null })),
  }));

/** A policy of which every setting that a ruleset can hold is asked for. */
export const everySetting: Wanted['settings'] = asking(
  Object.fromEntries(
    SETTINGS.filter(
      (name) => !['push', 'force_push', 'reviews.bypassers', 'reviews.dismissers'].includes(name),
    ).map((name) => [name, { value: valueFor(name), origin: null }]),
  ),
);

function valueFor(name: string): unknown {
  if (name === 'reviews.count') return 2;
  return name === 'deployments' ? ['production'] : true;
}
