import type {
  Dimension,
  Held,
  Origin,
  Protection,
  RequiredContext,
  RequiredReviews,
  RuleActors,
  ValueSet,
} from '#model';
import { heldIn } from './held.ts';

/** One value to be set in what Mainstay writes (a classic rule, its ruleset), and the lines that ask for it. */
export type Edit = {
  readonly [D in Dimension]: {
    readonly dimension: D;
    readonly value: Held[D];
    readonly because: readonly Origin[];
  };
}[Dimension];

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

/** A branch to which no rule applies. */
export const UNPROTECTED: Protection = {
  ...NO_PROTECTION,
  allowForcePushes: true,
  allowDeletions: true,
  allowForkSyncing: true,
};

/** A pull request that needs nobody's approval. */
export const BARE_REVIEWS: RequiredReviews = {
  count: 0,
  codeOwners: false,
  dismissStale: false,
  lastPush: false,
  dismissers: null,
  bypassers: [],
};

type SetTable = { readonly [D in Dimension]: (rule: Protection, value: Held[D]) => Protection };

/** How each dimension is set: one forgotten here does not compile. */
const SET: SetTable = {
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
    actors === 'everybody'
      ? { ...rule, allowForcePushes: true }
      : { ...rule, allowForcePushes: false, forcePushers: actors },
  'reviews.dismissers': (rule, actors) => withReviews(rule, { dismissers: orNull(actors) }),
  'reviews.bypassers': (rule, actors) => withReviews(rule, { bypassers: orNull(actors) ?? [] }),
};

/** The protection with the edits made: everything else exactly as found. */
export function goalOf(actual: Protection, edits: readonly Edit[]): Protection {
  return edits.reduce((rule, { dimension, value }) => withValue(dimension, value, rule), actual);
}

/** The protection with one value set. */
export function withValue<D extends Dimension>(dimension: D, value: Held[D], rule: Protection): Protection {
  return (SET[dimension] as (rule: Protection, value: Held[D]) => Protection)(rule, value);
}

function withReviews(rule: Protection, part: Partial<RequiredReviews>): Protection {
  return { ...rule, reviews: { ...(rule.reviews ?? BARE_REVIEWS), ...part } };
}

function orNull(actors: RuleActors | 'everybody'): RuleActors | null {
  return actors === 'everybody' ? null : actors;
}

/** The contexts that edits newly require, beside those that were required in the same place. */
export function addsOf(before: Protection | null, edits: readonly Edit[]): readonly RequiredContext[] {
  const there = new Set(
    (before?.checks?.required ?? []).map(({ context, source }) => `${source} ${context}`),
  );
  return edits.flatMap((edit) => {
    if (edit.dimension !== 'required_checks') return [];
    return edit.value.filter(({ context, source }) => !there.has(`${source} ${context}`));
  });
}

/** What edits set, beside contexts, in a rule or ruleset that held this before; null: there was none. */
export function setsOf(before: Protection | null, edits: readonly Edit[]): readonly ValueSet[] {
  return edits.flatMap(({ dimension, value }) => {
    if (dimension === 'required_checks') return [];
    return [
      { dimension, before: before === null ? null : heldIn(dimension, before), after: value } as ValueSet,
    ];
  });
}
