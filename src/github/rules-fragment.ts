/**
 * Who may pass by a ruleset. GraphQL has no word for a person, nor for the mode `exempt`: both read as null. Only fields
 * that older GitHub Enterprise Servers have as well: one that they do not know would refuse them the whole query.
 */
export const BYPASS = `bypassActors(first: 20) { totalCount nodes {
    actor { __typename ... on App { databaseId } ... on Team { databaseId } }
    bypassMode deployKey organizationAdmin repositoryRoleDatabaseId } }`;

/**
 * The rules of rulesets that apply to a `Ref`. `bypass` (`BYPASS`, or nothing) is asked for under each of the hundred
 * rules there may be, so with it a branch costs about a point and without it a hundredth.
 */
export function rulesOfRef(bypass: string): string {
  return `rules(first: 100) { totalCount nodes { type parameters { __typename
      ... on RequiredStatusChecksParameters { strictRequiredStatusChecksPolicy
        requiredStatusChecks { context integrationId } }
      ... on PullRequestParameters { dismissStaleReviewsOnPush requireCodeOwnerReview requireLastPushApproval
        requiredApprovingReviewCount requiredReviewThreadResolution }
      ... on UpdateParameters { updateAllowsFetchAndMerge }
      ... on RequiredDeploymentsParameters { requiredDeploymentEnvironments } }
    repositoryRuleset { id databaseId name enforcement
      source { __typename ... on Repository { nameWithOwner } ... on Organization { login } }
      ${bypass} } } }`;
}
