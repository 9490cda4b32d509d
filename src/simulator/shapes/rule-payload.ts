import type { ProtectionRule, ProtectionSettings } from '../world/protection-state.ts';
import type { Repository } from '../world/repository-state.ts';

export type RulePayload = Readonly<Record<string, unknown>>;

/** A rule as the webhook `branch_protection_rule` tells it: without app ids, one list for all kinds of actors. */
export function rulePayload(repository: Repository, rule: ProtectionRule): RulePayload {
  const { settings } = rule;
  return {
    id: rule.id,
    repository_id: repository.id,
    name: rule.pattern,
    created_at: rule.createdAt,
    updated_at: rule.updatedAt,
    ...reviewFields(settings),
    ...checkFields(settings),
    ...switches(settings),
    merge_queue_enforcement_level: level(settings, repository.mergeQueues.has(rule.pattern)),
    authorized_actors_only: settings.restrictions !== null,
    authorized_actor_names: Object.values(settings.restrictions ?? {}).flat(),
  };
}

/** What an edit changed, as `{key: {from}}`; empty when nothing did. */
export function ruleChanges(
  before: RulePayload,
  after: RulePayload,
): Readonly<Record<string, { readonly from: unknown }>> {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(keys.map((key) => [key, { from: before[key] }]));
}

const NO_REVIEWS = {
  count: 0,
  dismissStale: false,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
};

function reviewFields(settings: ProtectionSettings): RulePayload {
  const reviews = settings.reviews ?? NO_REVIEWS;
  return {
    pull_request_reviews_enforcement_level: level(settings, settings.reviews !== null),
    required_approving_review_count: reviews.count,
    dismiss_stale_reviews_on_push: reviews.dismissStale,
    require_code_owner_review: reviews.codeOwners,
    require_last_push_approval: reviews.lastPushApproval,
    authorized_dismissal_actors_only: reviews.dismissal !== null,
    ignore_approvals_from_contributors: false,
  };
}

function checkFields(settings: ProtectionSettings): RulePayload {
  const { checks } = settings;
  return {
    required_status_checks: (checks?.checks ?? []).map(({ context }) => context),
    required_status_checks_enforcement_level: level(settings, checks !== null),
    strict_required_status_checks_policy: checks?.strict ?? false,
  };
}

function switches(settings: ProtectionSettings): RulePayload {
  return {
    signature_requirement_enforcement_level: level(settings, settings.signatures),
    linear_history_requirement_enforcement_level: level(settings, settings.linearHistory),
    admin_enforced: settings.adminsEnforced,
    create_protected: settings.blocksCreations,
    allow_force_pushes_enforcement_level: settings.forcePushes ? 'everyone' : 'off',
    allow_deletions_enforcement_level: settings.deletions ? 'everyone' : 'off',
    required_deployments_enforcement_level: level(settings, settings.deployments !== null),
    required_conversation_resolution_level: level(settings, settings.conversationResolution),
    lock_branch_enforcement_level: level(settings, settings.lockBranch),
    lock_allows_fork_sync: settings.lockAllowsFetchAndMerge,
  };
}

function level(settings: ProtectionSettings, on: boolean): 'off' | 'non_admins' | 'everyone' {
  if (!on) return 'off';
  return settings.adminsEnforced ? 'everyone' : 'non_admins';
}
