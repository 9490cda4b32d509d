import type { BranchRule, RequiredContext, RequiredReviews, RuleActor, RuleActors } from '#model';
import type { Allowances, RuleShape } from './rule-shape.ts';

/** A GraphQL rule in our words. Actors that were not asked for, or that GitHub does not show, are `notVisible`. */
export function ruleOf(rule: RuleShape): BranchRule {
  return {
    id: rule.id,
    pattern: rule.pattern,
    protection: {
      checks: rule.requiresStatusChecks
        ? { strict: rule.requiresStrictStatusChecks, required: contextsOf(rule) }
        : null,
      includeAdmins: rule.isAdminEnforced,
      reviews: rule.requiresApprovingReviews ? reviewsOf(rule) : null,
      pushers: rule.restrictsPushes ? actorsOf(rule.pushAllowances) : null,
      blockCreations: rule.blocksCreations,
      allowForcePushes: rule.allowsForcePushes,
      forcePushers: actorsOf(rule.bypassForcePushAllowances),
      allowDeletions: rule.allowsDeletions,
      linearHistory: rule.requiresLinearHistory,
      signatures: rule.requiresCommitSignatures,
      conversationResolution: rule.requiresConversationResolution,
      lockBranch: rule.lockBranch,
      allowForkSyncing: rule.lockAllowsFetchAndMerge,
      deployments: rule.requiresDeployments
        ? (rule.requiredDeploymentEnvironments ?? []).filter((name) => name !== null)
        : null,
    },
  };
}

/** No App: any source may report the check. */
function contextsOf(rule: RuleShape): readonly RequiredContext[] {
  return (rule.requiredStatusChecks ?? []).map(({ context, app }) => ({
    context,
    source: app?.databaseId ?? 'any',
  }));
}

function reviewsOf(rule: RuleShape): RequiredReviews {
  return {
    count: rule.requiredApprovingReviewCount ?? 0,
    codeOwners: rule.requiresCodeOwnerReviews,
    dismissStale: rule.dismissesStaleReviews,
    lastPush: rule.requireLastPushApproval,
    dismissers: rule.restrictsReviewDismissals ? actorsOf(rule.reviewDismissalAllowances) : null,
    bypassers: actorsOf(rule.bypassPullRequestAllowances),
  };
}

/** One that is hidden hides the list: what is left of it would pass for the whole. */
function actorsOf(allowances: Allowances): RuleActors {
  const nodes = allowances?.nodes;
  if (!nodes) return 'notVisible';
  const actors = nodes.map((node) => actorOf(node?.actor)).filter((actor) => actor !== null);
  return actors.length === allowances.totalCount ? actors : 'notVisible';
}

type Who = NonNullable<NonNullable<NonNullable<Allowances>['nodes']>[number]>['actor'];

const KINDS: Readonly<Record<string, RuleActor['kind']>> = { User: 'user', Team: 'team', App: 'app' };

function actorOf(actor: Who): RuleActor | null {
  if (!actor) return null;
  const kind = KINDS[actor.__typename];
  const name = actor.login ?? actor.slug;
  return kind && actor.id !== undefined && name !== undefined ? { kind, id: actor.id, name } : null;
}
