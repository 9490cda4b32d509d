import { z } from 'zod';

/** A person, team or App as the three actor unions show them; null where GitHub does not. */
const who = z.object({
  __typename: z.string(),
  id: z.string().optional(),
  login: z.string().optional(),
  slug: z.string().optional(),
});
const allowances = z
  .object({
    totalCount: z.number(),
    nodes: z.array(z.object({ actor: who.nullish() }).nullable()).nullable(),
  })
  .nullish();
export type Allowances = z.infer<typeof allowances>;

/** `BranchProtectionRule` as `RULE_FIELDS` (and, where asked for, `RULE_ACTORS`) select it. */
export const ruleShape = z.object({
  id: z.string(),
  pattern: z.string(),
  isAdminEnforced: z.boolean(),
  requiresStatusChecks: z.boolean(),
  requiresStrictStatusChecks: z.boolean(),
  requiredStatusChecks: z
    .array(z.object({ context: z.string(), app: z.object({ databaseId: z.number().nullable() }).nullable() }))
    .nullable(),
  requiresApprovingReviews: z.boolean(),
  requiredApprovingReviewCount: z.number().nullable(),
  dismissesStaleReviews: z.boolean(),
  requiresCodeOwnerReviews: z.boolean(),
  requireLastPushApproval: z.boolean(),
  restrictsReviewDismissals: z.boolean(),
  restrictsPushes: z.boolean(),
  blocksCreations: z.boolean(),
  allowsForcePushes: z.boolean(),
  allowsDeletions: z.boolean(),
  requiresLinearHistory: z.boolean(),
  requiresCommitSignatures: z.boolean(),
  requiresConversationResolution: z.boolean(),
  lockBranch: z.boolean(),
  lockAllowsFetchAndMerge: z.boolean(),
  requiresDeployments: z.boolean(),
  requiredDeploymentEnvironments: z.array(z.string().nullable()).nullable(),
  pushAllowances: allowances,
  bypassForcePushAllowances: allowances,
  bypassPullRequestAllowances: allowances,
  reviewDismissalAllowances: allowances,
});
export type RuleShape = z.infer<typeof ruleShape>;
