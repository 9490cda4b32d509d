const WHO = 'actor { __typename ... on User { id login } ... on Team { id slug } ... on App { id slug } }';
const ALLOWED = `(first: 100) { totalCount nodes { ${WHO} } }`;

/** Every dimension of a classic rule but the people it names. Facts: GraphQL object `BranchProtectionRule`. */
export const RULE_FIELDS = `
  id pattern isAdminEnforced
  requiresStatusChecks requiresStrictStatusChecks requiredStatusChecks { context app { databaseId } }
  requiresApprovingReviews requiredApprovingReviewCount dismissesStaleReviews requiresCodeOwnerReviews
  requireLastPushApproval restrictsReviewDismissals restrictsPushes blocksCreations
  allowsForcePushes allowsDeletions requiresLinearHistory requiresCommitSignatures
  requiresConversationResolution lockBranch lockAllowsFetchAndMerge
  requiresDeployments requiredDeploymentEnvironments`;

/** The people, teams and Apps a rule names: four connections, so one query's points grow with them. */
export const RULE_ACTORS = `
  pushAllowances${ALLOWED}
  bypassForcePushAllowances${ALLOWED}
  bypassPullRequestAllowances${ALLOWED}
  reviewDismissalAllowances${ALLOWED}`;
