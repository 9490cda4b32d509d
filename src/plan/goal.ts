import type { Change, Dimension, Held, Protection, RequiredReviews, RuleActors } from '#model';

/** What a new rule holds before anything is asked of it: GitHub's defaults. */
export const NO_PROTECTION: Protection = {
  checks: null,
  includeAdmins: false,
  reviews: null,
  pushers: null,
  blockCreations: false,
  allowForcePushes: false,
  forcePushers: [],
  allowDeletions: false,
  linearHistory: false,
  signatures: false,
  conversationResolution: false,
  lockBranch: false,
  allowForkSyncing: false,
  deployments: null,
};

/** A pull request that needs nobody's approval. */
const BARE_REVIEWS: RequiredReviews = {
  count: 0,
  codeOwners: false,
  dismissStale: false,
  lastPush: false,
  dismissers: null,
  bypassers: [],
};

type Set = { readonly [D in Dimension]: (rule: Protection, after: Held[D]) => Protection };

/** How each dimension is set: one forgotten here does not compile. */
const SET: Set = {
  required_checks: (rule, required) => ({
    ...rule,
    checks: { strict: rule.checks?.strict ?? false, required },
  }),
  strict: (rule, strict) => ({ ...rule, checks: { strict, required: rule.checks?.required ?? [] } }),
  include_admins: (rule, includeAdmins) => ({ ...rule, includeAdmins }),
  block_force_pushes: (rule, blocked) => ({ ...rule, allowForcePushes: !blocked }),
  block_deletions: (rule, blocked) => ({ ...rule, allowDeletions: !blocked }),
  block_creations: (rule, blockCreations) => ({ ...rule, blockCreations }),
  block_fork_syncing: (rule, blocked) => ({ ...rule, allowForkSyncing: !blocked }),
  linear_history: (rule, linearHistory) => ({ ...rule, linearHistory }),
  signatures: (rule, signatures) => ({ ...rule, signatures }),
  conversation_resolution: (rule, conversationResolution) => ({ ...rule, conversationResolution }),
  lock_branch: (rule, lockBranch) => ({ ...rule, lockBranch }),
  'reviews.required': (rule, required) => ({
    ...rule,
    reviews: required ? (rule.reviews ?? BARE_REVIEWS) : null,
  }),
  'reviews.code_owners': (rule, codeOwners) => withReviews(rule, { codeOwners }),
  'reviews.dismiss_stale': (rule, dismissStale) => withReviews(rule, { dismissStale }),
  'reviews.last_push': (rule, lastPush) => withReviews(rule, { lastPush }),
  'reviews.count': (rule, count) => withReviews(rule, { count }),
  deployments: (rule, deployments) => ({
    ...rule,
    deployments: deployments.length === 0 ? null : deployments,
  }),
  push: (rule, actors) => ({ ...rule, pushers: orNull(actors) }),
  force_push: (rule, actors) =>
    actors === 'everybody' ? { ...rule, allowForcePushes: true } : { ...rule, forcePushers: actors },
  'reviews.dismissers': (rule, actors) => withReviews(rule, { dismissers: orNull(actors) }),
  'reviews.bypassers': (rule, actors) => withReviews(rule, { bypassers: orNull(actors) ?? [] }),
};

/** The protection with the changes made: everything else exactly as found. */
export function goalOf(actual: Protection | null, changes: readonly Change[]): Protection {
  return changes.reduce(withChange, actual ?? NO_PROTECTION);
}

function withChange(rule: Protection, change: Change): Protection {
  const set = SET[change.dimension] as (rule: Protection, after: Change['after']) => Protection;
  return set(rule, change.after);
}

function withReviews(rule: Protection, part: Partial<RequiredReviews>): Protection {
  return { ...rule, reviews: { ...(rule.reviews ?? BARE_REVIEWS), ...part } };
}

function orNull(actors: RuleActors | 'everybody'): RuleActors | null {
  return actors === 'everybody' ? null : actors;
}
