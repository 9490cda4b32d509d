import type { Held, HeldValues, Protection, RuleActors, Setting } from '#model';

type Read = { readonly [S in Setting]: (rule: Protection) => HeldValues[S] };

/** What a rule holds in each setting: one forgotten here does not compile. */
const READ: Read = {
  strict: (rule) => rule.checks?.strict ?? false,
  include_admins: (rule) => rule.includeAdmins,
  block_force_pushes: (rule) => !rule.allowForcePushes,
  block_deletions: (rule) => !rule.allowDeletions,
  block_creations: (rule) => rule.blockCreations,
  block_fork_syncing: (rule) => !rule.allowForkSyncing,
  linear_history: (rule) => rule.linearHistory,
  signatures: (rule) => rule.signatures,
  conversation_resolution: (rule) => rule.conversationResolution,
  lock_branch: (rule) => rule.lockBranch,
  'reviews.required': (rule) => rule.reviews !== null,
  'reviews.code_owners': (rule) => rule.reviews?.codeOwners ?? false,
  'reviews.dismiss_stale': (rule) => rule.reviews?.dismissStale ?? false,
  'reviews.last_push': (rule) => rule.reviews?.lastPush ?? false,
  'reviews.count': (rule) => rule.reviews?.count ?? 0,
  deployments: (rule) => rule.deployments ?? [],
  push: (rule) => limited(rule.pushers),
  force_push: (rule) => (rule.allowForcePushes ? 'everybody' : rule.forcePushers),
  'reviews.dismissers': (rule) => limited(rule.reviews?.dismissers ?? null),
  'reviews.bypassers': (rule) => limited(rule.reviews?.bypassers ?? null),
};

/** What a protection holds in one setting. */
export function heldIn<S extends Setting>(setting: S, rule: Protection): Held[S] {
  return (READ[setting] as (rule: Protection) => Held[S])(rule);
}

function limited(actors: RuleActors | null): RuleActors | 'everybody' {
  return actors ?? 'everybody';
}
