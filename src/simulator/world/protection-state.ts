/** People by login, teams by slug, apps by slug. */
export type Actors = {
  readonly users: readonly string[];
  readonly teams: readonly string[];
  readonly apps: readonly string[];
};

/** `appId: null` means any source. */
export type RequiredCheck = { readonly context: string; readonly appId: number | null };

export type RequiredChecks = { readonly strict: boolean; readonly checks: readonly RequiredCheck[] };

export type RequiredReviews = {
  readonly count: number;
  readonly dismissStale: boolean;
  readonly codeOwners: boolean;
  readonly lastPushApproval: boolean;
  /** Who may dismiss; null when that is not restricted. */
  readonly dismissal: Actors | null;
  readonly bypass: Actors;
};

/**
 * Everything a classic rule can say: the fields of GraphQL's `BranchProtectionRule`, of which REST shows a part.
 * `null` means that the block is off.
 */
export type ProtectionSettings = {
  readonly checks: RequiredChecks | null;
  readonly reviews: RequiredReviews | null;
  /** Who may push; null when that is not restricted, empty lists when nobody may. */
  readonly restrictions: Actors | null;
  readonly adminsEnforced: boolean;
  readonly linearHistory: boolean;
  readonly conversationResolution: boolean;
  readonly signatures: boolean;
  /** Environments that must have been deployed to. */
  readonly deployments: readonly string[] | null;
  readonly forcePushes: boolean;
  readonly bypassForcePush: Actors;
  readonly deletions: boolean;
  readonly blocksCreations: boolean;
  readonly lockBranch: boolean;
  readonly lockAllowsFetchAndMerge: boolean;
};

export type ProtectionRule = {
  readonly id: number;
  readonly nodeId: string;
  readonly creator: string;
  readonly createdAt: string;
  pattern: string;
  updatedAt: string;
  settings: ProtectionSettings;
};
