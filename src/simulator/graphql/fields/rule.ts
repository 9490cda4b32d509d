import { matchesBranch } from '../../world/branch-pattern.ts';
import { nodeId, type NodeType } from '../../world/node-id.ts';
import { NO_ACTORS } from '../../world/protection.ts';
import { ruleFor } from '../../world/rule-for.ts';
import type { Actors, RequiredCheck } from '../../world/protection-state.ts';
import { page, PAGING } from '../page.ts';
import { as, asActor, asActors, type Context, type Field, type Fields, type Source } from '../source.ts';

type Rule = Source<'BranchProtectionRule'>;

export const RULE_FIELDS: Fields<'BranchProtectionRule'> = {
  id: ({ rule }) => rule.nodeId,
  databaseId: ({ rule }) => rule.id,
  pattern: ({ rule }) => rule.pattern,
  repository: ({ repository }) => as('Repository', { repository }),
  creator: ({ rule }, _, { state }) => {
    const person = state.people.get(rule.creator);
    return person === undefined ? null : asActor(person);
  },
  isAdminEnforced: ({ rule }) => rule.settings.adminsEnforced,
  requiresStatusChecks: ({ rule }) => rule.settings.checks !== null,
  requiresStrictStatusChecks: ({ rule }) => rule.settings.checks?.strict ?? false,
  requiredStatusCheckContexts: (source) => checksOf(source).map(({ context }) => context),
  requiredStatusChecks: (source, _, context) => checksOf(source).map((check) => withApp(check, context)),
  requiresApprovingReviews: ({ rule }) => rule.settings.reviews !== null,
  requiredApprovingReviewCount: ({ rule }) => rule.settings.reviews?.count ?? null,
  dismissesStaleReviews: ({ rule }) => rule.settings.reviews?.dismissStale ?? false,
  requiresCodeOwnerReviews: ({ rule }) => rule.settings.reviews?.codeOwners ?? false,
  requireLastPushApproval: ({ rule }) => rule.settings.reviews?.lastPushApproval ?? false,
  restrictsReviewDismissals: ({ rule }) => (rule.settings.reviews?.dismissal ?? null) !== null,
  requiresConversationResolution: ({ rule }) => rule.settings.conversationResolution,
  requiresLinearHistory: ({ rule }) => rule.settings.linearHistory,
  requiresCommitSignatures: ({ rule }) => rule.settings.signatures,
  requiresDeployments: ({ rule }) => rule.settings.deployments !== null,
  requiredDeploymentEnvironments: ({ rule }) => rule.settings.deployments ?? [],
  allowsForcePushes: ({ rule }) => rule.settings.forcePushes,
  allowsDeletions: ({ rule }) => rule.settings.deletions,
  blocksCreations: ({ rule }) => rule.settings.blocksCreations,
  lockBranch: ({ rule }) => rule.settings.lockBranch,
  lockAllowsFetchAndMerge: ({ rule }) => rule.settings.lockAllowsFetchAndMerge,
  restrictsPushes: ({ rule }) => rule.settings.restrictions !== null,
  pushAllowances: allowances('PushAllowance', ({ rule }) => rule.settings.restrictions),
  bypassForcePushAllowances: allowances(
    'BypassForcePushAllowance',
    ({ rule }) => rule.settings.bypassForcePush,
  ),
  bypassPullRequestAllowances: allowances(
    'BypassPullRequestAllowance',
    ({ rule }) => rule.settings.reviews?.bypass ?? null,
  ),
  reviewDismissalAllowances: allowances(
    'ReviewDismissalAllowance',
    ({ rule }) => rule.settings.reviews?.dismissal ?? null,
  ),
  matchingRefs: {
    takes: [...PAGING, 'query'],
    resolve: (source, args) => {
      const query = typeof args['query'] === 'string' ? args['query'] : '';
      const branches = branchesOf(source).filter((branch) => branch.includes(query));
      return page(
        branches.map((branch) => as('Ref', { repository: source.repository, branch })),
        args,
      );
    },
  },
  branchProtectionRuleConflicts: {
    takes: PAGING,
    resolve: (source, args) => page(conflictsOf(source), args),
  },
};

/** One of the rule's lists of actors; empty where the block that holds it is off. */
function allowances(type: NodeType, actorsOf: (source: Rule) => Actors | null): Field<Rule> {
  return {
    takes: PAGING,
    resolve: (source, args, { state }) => {
      const actors = asActors(state, source.repository, actorsOf(source) ?? NO_ACTORS);
      const nodes = actors.map((actor, index) => ({
        id: nodeId(type, `${source.rule.id}:${index}`),
        actor,
        branchProtectionRule: source,
      }));
      return page(nodes, args);
    },
  };
}

function checksOf({ rule }: Rule): readonly RequiredCheck[] {
  return rule.settings.checks?.checks ?? [];
}

function withApp({ context, appId }: RequiredCheck, { state }: Context): unknown {
  const app = appId === null ? undefined : state.apps.get(appId);
  return { context, app: app === undefined ? null : as('App', { app }) };
}

/** The branches that this rule decides on; a branch that a more exact rule takes is not among them. */
function branchesOf({ repository, rule }: Rule): readonly string[] {
  return [...repository.branches.keys()].filter((branch) => ruleFor(repository, branch)?.id === rule.id);
}

/** The branches that another rule matches as well. */
function conflictsOf(source: Rule): readonly unknown[] {
  const { repository, rule } = source;
  const others = [...repository.rules.values()].filter((other) => other.id !== rule.id);
  const branches = [...repository.branches.keys()].filter((branch) => matchesBranch(rule.pattern, branch));
  return branches.flatMap((branch) =>
    others
      .filter((other) => matchesBranch(other.pattern, branch))
      .map((other) => ({
        branchProtectionRule: source,
        conflictingBranchProtectionRule: as('BranchProtectionRule', { repository, rule: other }),
        ref: as('Ref', { repository, branch }),
      })),
  );
}
