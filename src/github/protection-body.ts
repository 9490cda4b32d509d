import type { Protection, RequiredContext, RequiredReviews, RuleActor, RuleActors } from '#model';

/** A body for GitHub's REST routes of branch protection. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * The body of `PUT …/protection`, which replaces the whole rule. Null: it names actors that GitHub does not show.
 * Signatures, deployments and who may force push have no place in it.
 * https://docs.github.com/en/rest/branches/branch-protection#update-branch-protection
 */
export function protectionBody(protection: Protection): Body | null {
  const { pushers, reviews, checks } = protection;
  const lists = [pushers, reviews?.dismissers, reviews?.bypassers];
  if (lists.includes('notVisible')) return null;
  return {
    required_status_checks: checks && { strict: checks.strict, checks: checksBody(checks.required) },
    enforce_admins: protection.includeAdmins,
    required_pull_request_reviews: reviews && reviewsBody(reviews),
    restrictions: pushers && actorsBody(pushers),
    required_linear_history: protection.linearHistory,
    allow_force_pushes: protection.allowForcePushes,
    allow_deletions: protection.allowDeletions,
    block_creations: protection.blockCreations,
    required_conversation_resolution: protection.conversationResolution,
    lock_branch: protection.lockBranch,
    allow_fork_syncing: protection.allowForkSyncing,
  };
}

/** Only `checks`, never `contexts` beside it, and always with an `app_id`: left out, GitHub pins the check itself. */
export function checksBody(required: readonly RequiredContext[]): readonly Body[] {
  return required.map(({ context, source }) => ({ context, app_id: source === 'any' ? -1 : source }));
}

/** Empty lists are left out: repositories of a person refuse them, and to GitHub they mean the same. */
function reviewsBody(reviews: RequiredReviews): Body {
  const bypassers = actorsBody(reviews.bypassers);
  return {
    required_approving_review_count: reviews.count,
    require_code_owner_reviews: reviews.codeOwners,
    dismiss_stale_reviews: reviews.dismissStale,
    require_last_push_approval: reviews.lastPush,
    ...(reviews.dismissers === null ? {} : { dismissal_restrictions: actorsBody(reviews.dismissers) }),
    ...(reviews.bypassers.length === 0 ? {} : { bypass_pull_request_allowances: bypassers }),
  };
}

/** Here people go by login, teams and Apps by slug. */
function actorsBody(actors: RuleActors): Body {
  const list = actors === 'notVisible' ? [] : actors;
  return { users: namesOf(list, 'user'), teams: namesOf(list, 'team'), apps: namesOf(list, 'app') };
}

function namesOf(actors: readonly RuleActor[], kind: RuleActor['kind']): readonly string[] {
  return actors.filter((actor) => actor.kind === kind).map(({ name }) => name);
}
