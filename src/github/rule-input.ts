import type { Protection, RequiredReviews, RuleActors, RuleFields } from '#model';
import { appNodeId } from './app-node-id.ts';

/** Part of `CreateBranchProtectionRuleInput` and `UpdateBranchProtectionRuleInput`, whose fields are the same. */
export type RuleInput = Readonly<Record<string, unknown>>;

/** The input of each field of a rule, for its value. Null: it names actors that GitHub does not show. */
type Inputs = {
  readonly [F in keyof RuleFields]-?: (value: NonNullable<RuleFields[F]> | NullOf<F>) => RuleInput | null;
};
type NullOf<F extends keyof RuleFields> = null extends RuleFields[F] ? null : never;

/** Complete by its type: a field that is added to the model does not compile until it is written. */
const INPUTS: Inputs = {
  checks: checksInput,
  reviews: reviewsInput,
  includeAdmins: (isAdminEnforced) => ({ isAdminEnforced }),
  pushers: (actors) => limited({ on: 'restrictsPushes', who: 'pushActorIds' }, actors),
  blockCreations: (blocksCreations) => ({ blocksCreations }),
  allowForcePushes: (allowsForcePushes) => ({ allowsForcePushes }),
  forcePushers: (actors) => listed('bypassForcePushActorIds', actors),
  allowDeletions: (allowsDeletions) => ({ allowsDeletions }),
  linearHistory: (requiresLinearHistory) => ({ requiresLinearHistory }),
  signatures: (requiresCommitSignatures) => ({ requiresCommitSignatures }),
  conversationResolution: (requiresConversationResolution) => ({ requiresConversationResolution }),
  lockBranch: (lockBranch) => ({ lockBranch }),
  allowForkSyncing: (lockAllowsFetchAndMerge) => ({ lockAllowsFetchAndMerge }),
  deployments: (names) => ({
    requiresDeployments: names !== null,
    ...(names === null ? {} : { requiredDeploymentEnvironments: names }),
  }),
};

const REVIEWS: { readonly [F in keyof RequiredReviews]: (value: RequiredReviews[F]) => RuleInput | null } = {
  count: (requiredApprovingReviewCount) => ({ requiredApprovingReviewCount }),
  codeOwners: (requiresCodeOwnerReviews) => ({ requiresCodeOwnerReviews }),
  dismissStale: (dismissesStaleReviews) => ({ dismissesStaleReviews }),
  lastPush: (requireLastPushApproval) => ({ requireLastPushApproval }),
  dismissers: (actors) =>
    limited({ on: 'restrictsReviewDismissals', who: 'reviewDismissalActorIds' }, actors),
  bypassers: (actors) => listed('bypassPullRequestActorIds', actors),
};

/**
 * Only the fields that change; GitHub leaves the others as they are. Null: they name actors that GitHub does not show.
 * https://docs.github.com/en/graphql/reference/input-objects#updatebranchprotectionruleinput
 */
export function changedInput(fields: RuleFields): RuleInput | null {
  return inputOf(INPUTS, fields);
}

/** A whole rule. Null: it names actors that GitHub does not show, so it cannot be written. */
export function wholeInput({ checks, ...others }: Protection): RuleInput | null {
  const input = inputOf(INPUTS, { ...others, ...(checks === null ? {} : { checks }) });
  return input && (checks === null ? { ...input, requiresStatusChecks: false } : input);
}

type Table<T> = { readonly [F in keyof T]-?: (value: never) => RuleInput | null };

function inputOf<T extends object>(table: Table<T>, fields: T): RuleInput | null {
  let input: RuleInput = {};
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const part = table[field as keyof T](value as never);
    if (part === null) return null;
    input = { ...input, ...part };
  }
  return input;
}

function checksInput({ strict, required }: NonNullable<RuleFields['checks']>): RuleInput {
  const checks = required?.map(({ context, source }) => ({ context, appId: appNodeId(source) }));
  return {
    requiresStatusChecks: true,
    ...(strict === null ? {} : { requiresStrictStatusChecks: strict }),
    ...(checks === undefined ? {} : { requiredStatusChecks: checks }),
  };
}

function reviewsInput(reviews: Partial<RequiredReviews> | null): RuleInput | null {
  if (reviews === null) return { requiresApprovingReviews: false };
  const input = inputOf<Partial<RequiredReviews>>(REVIEWS, reviews);
  return input && { requiresApprovingReviews: true, ...input };
}

type Limit = { readonly on: string; readonly who: string };

/** A limit that is null is switched off; the list it had is then without effect. */
function limited({ on, who }: Limit, actors: RuleActors | null): RuleInput | null {
  if (actors === null) return { [on]: false };
  const list = listed(who, actors);
  return list && { [on]: true, ...list };
}

function listed(name: string, actors: RuleActors): RuleInput | null {
  if (actors === 'notVisible') return null;
  return { [name]: actors.map(({ id }) => id) };
}
