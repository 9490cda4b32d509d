/** Which App must report a check: any, or the one with this id (15368 is GitHub Actions). */
export type Source = 'any' | number;

/** GitHub Actions, as the source of a check on github.com. */
export const ACTIONS_APP = 15368;

/** One required check as GitHub holds it. */
export type RequiredContext = { readonly context: string; readonly source: Source };

/** A person by login, a team or an App by slug, as a policy names them. */
export type NamedActor = { readonly kind: 'user' | 'team' | 'app'; readonly name: string };

/**
 * A person, team or App named by a rule. `id` is the GraphQL node id, which mutations take; null where only a policy
 * named the actor, so that the id has to be asked for before it is written.
 */
export type RuleActor = NamedActor & { readonly id: string | null };

/** Actors of a rule; `notVisible` where GitHub did not show all of them. Not visible is never "none". */
export type RuleActors = readonly RuleActor[] | 'notVisible';

/** The review dimension of a rule. */
export type RequiredReviews = {
  readonly count: number;
  readonly codeOwners: boolean;
  readonly dismissStale: boolean;
  readonly lastPush: boolean;
  /** Null: anybody with write access may dismiss. */
  readonly dismissers: RuleActors | null;
  readonly bypassers: RuleActors;
};

/** Every dimension of a classic branch protection rule. The mapped comparators of `plan/` keep it complete. */
export type Protection = {
  /** Null: no status checks required. An empty list is a switched-on block that requires none. */
  readonly checks: { readonly strict: boolean; readonly required: readonly RequiredContext[] } | null;
  readonly includeAdmins: boolean;
  readonly reviews: RequiredReviews | null;
  /** Who may push; null: everybody with write access. */
  readonly pushers: RuleActors | null;
  readonly blockCreations: boolean;
  readonly allowForcePushes: boolean;
  /** Who may force push although it is off. */
  readonly forcePushers: RuleActors;
  readonly allowDeletions: boolean;
  readonly linearHistory: boolean;
  readonly signatures: boolean;
  readonly conversationResolution: boolean;
  readonly lockBranch: boolean;
  readonly allowForkSyncing: boolean;
  /** Environments that must be deployed to; null: none required. */
  readonly deployments: readonly string[] | null;
};

/** The classic rule that applies to a branch. `pattern` is the branch's own name, or a wildcard covering it. */
export type BranchRule = {
  readonly id: string;
  readonly pattern: string;
  readonly protection: Protection;
};
