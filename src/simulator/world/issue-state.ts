export type Reaction = {
  readonly id: number;
  readonly nodeId: string;
  readonly content: string;
  readonly author: string;
  readonly createdAt: string;
};

export type Comment = {
  readonly id: number;
  readonly nodeId: string;
  readonly author: string;
  readonly createdAt: string;
  /** The app that wrote it, for comments of `<slug>[bot]`. */
  readonly appId: number | null;
  readonly reactions: Reaction[];
  body: string;
  updatedAt: string;
};

/** A review stays with the commit it was made of; a later push takes nothing away from it. */
export type Review = {
  readonly id: number;
  readonly nodeId: string;
  readonly author: string;
  readonly body: string;
  readonly sha: string;
  readonly submittedAt: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
};

export type PullRequest = {
  readonly id: number;
  readonly nodeId: string;
  readonly headBranch: string;
  /** The repository the branch is in: its id, which differs from the base's for a fork. */
  readonly headRepositoryId: number;
  readonly headOwner: string;
  baseBranch: string;
  headSha: string;
  /** The base branch's commit when the pull request was opened, or got another base. */
  baseSha: string;
  /** It cannot be merged as it is: GitHub makes no test merge. */
  conflicting: boolean;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: string | null;
  readonly reviews: Review[];
  mergeSha: string | null;
};

/** An issue, or a pull request when `pull` is set. */
export type Issue = {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  readonly comments: Comment[];
  readonly reactions: Reaction[];
  readonly pull: PullRequest | null;
  title: string;
  labels: readonly string[];
  body: string | null;
  state: 'open' | 'closed';
  updatedAt: string;
  closedAt: string | null;
};
