import type { Protection, RuleActors, RuleFields } from '#model';
import { appNodeId } from './app-node-id.ts';

/** Part of `CreateBranchProtectionRuleInput` and `UpdateBranchProtectionRuleInput`, whose fields are the same. */
export type RuleInput = Readonly<Record<string, unknown>>;

/** Only the fields that change; GitHub leaves the others as they are. */
export function changedInput(fields: RuleFields): RuleInput {
  return {
    ...(fields.checks ? checksInput(fields.checks) : {}),
    ...(fields.includeAdmins === undefined ? {} : { isAdminEnforced: fields.includeAdmins }),
    ...(fields.allowForcePushes === undefined ? {} : { allowsForcePushes: fields.allowForcePushes }),
    ...(fields.allowDeletions === undefined ? {} : { allowsDeletions: fields.allowDeletions }),
  };
}

/** A whole rule. Null: it names actors that GitHub does not show, so it cannot be written. */
export function wholeInput(protection: Protection): RuleInput | null {
  const actors = actorsInput(protection);
  if (actors === null) return null;
  return {
    ...(protection.checks ? checksInput(protection.checks) : { requiresStatusChecks: false }),
    ...reviewsInput(protection.reviews),
    ...actors,
    isAdminEnforced: protection.includeAdmins,
    restrictsPushes: protection.pushers !== null,
    blocksCreations: protection.blockCreations,
    allowsForcePushes: protection.allowForcePushes,
    allowsDeletions: protection.allowDeletions,
    requiresLinearHistory: protection.linearHistory,
    requiresCommitSignatures: protection.signatures,
    requiresConversationResolution: protection.conversationResolution,
    lockBranch: protection.lockBranch,
    lockAllowsFetchAndMerge: protection.allowForkSyncing,
    requiresDeployments: protection.deployments !== null,
    requiredDeploymentEnvironments: protection.deployments ?? [],
  };
}

function checksInput({ strict, required }: NonNullable<RuleFields['checks']>): RuleInput {
  const checks = required?.map(({ context, source }) => ({ context, appId: appNodeId(source) }));
  return {
    requiresStatusChecks: true,
    ...(strict === null ? {} : { requiresStrictStatusChecks: strict }),
    ...(checks === undefined ? {} : { requiredStatusChecks: checks }),
  };
}

function reviewsInput(reviews: Protection['reviews']): RuleInput {
  if (reviews === null) return { requiresApprovingReviews: false };
  return {
    requiresApprovingReviews: true,
    requiredApprovingReviewCount: reviews.count,
    requiresCodeOwnerReviews: reviews.codeOwners,
    dismissesStaleReviews: reviews.dismissStale,
    requireLastPushApproval: reviews.lastPush,
    restrictsReviewDismissals: reviews.dismissers !== null,
  };
}

function actorsInput({ pushers, forcePushers, reviews }: Protection): RuleInput | null {
  const lists: Readonly<Record<string, RuleActors | null>> = {
    pushActorIds: pushers,
    bypassForcePushActorIds: forcePushers,
    bypassPullRequestActorIds: reviews?.bypassers ?? null,
    reviewDismissalActorIds: reviews?.dismissers ?? null,
  };
  const input: Record<string, readonly string[]> = {};
  for (const [name, actors] of Object.entries(lists)) {
    if (actors === 'notVisible') return null;
    if (actors !== null) input[name] = actors.map(({ id }) => id ?? '');
  }
  return input;
}
