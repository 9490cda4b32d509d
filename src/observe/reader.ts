import type {
  Access,
  BranchState,
  FileText,
  GroupState,
  Known,
  OwnRuleset,
  Problem,
  Protection,
  PullState,
  RepoFacts,
  RepoName,
  RepoProperties,
  RulesetInForce,
} from '#model';

/** What to read of a repository. `~DEFAULT_BRANCH` among the branches asks for the default one, under its own name. */
export type Ask = { readonly repo: RepoName; readonly branches: readonly string[] };

/** One repository as GitHub answered. A null policy file or workflow list means: GitHub says there is none. */
export type Reading = {
  readonly repo: RepoFacts;
  readonly branches: readonly BranchState[];
  readonly organisationPolicy: Known<FileText | null>;
  /** False when GitHub shows no policy repository: it does not exist, or the installation does not include it. */
  readonly policyRepositoryVisible: boolean;
  readonly repositoryPolicy: Known<FileText | null>;
};

/** A group of a merge queue, by the commits that its event names. */
export type AskGroup = {
  readonly repo: RepoName;
  readonly branch: string;
  readonly base: string;
  readonly head: string;
};

/** A merged pull request that brought the policy file as it is now. */
export type PolicyChange = {
  readonly number: number;
  readonly author: string | null;
  readonly mergedBy: string | null;
  /** Who approved its head commit by a review that stood at the merge. */
  readonly approvedBy: readonly string[];
};

/** All repositories of an installation, from a page's `next` on; null: from the first. */
export type AskSweep = {
  readonly org: string;
  readonly branches: readonly string[];
  readonly from: string | null;
};

/** What was sent for a page: requests, GraphQL's points as GitHub tells them, and milliseconds until the answers. */
export type SweepCost = { readonly requests: number; readonly points: number; readonly ms: number };

/** Some of an installation's repositories, without the archived ones. */
export type SweptPage = {
  /** What could not be read needs a look of its own. */
  readonly found: readonly { readonly repo: RepoName; readonly reading: Known<Reading> }[];
  /** The organisation's policy file at that moment. */
  readonly organisationPolicy: Known<FileText | null>;
  /** How many repositories there are, as GitHub counts them. */
  readonly total: number;
  /** Where the sweep goes on after this page; null: it was the last. */
  readonly next: string | null;
  readonly cost: SweepCost;
};

/** What `GET …/branches/{branch}/protection` answered. `absent` is GitHub's own word that there is no rule. */
export type ProtectionAnswer =
  /** REST has no words for who may force push although it is off, nor for required deployments. */
  | { readonly kind: 'found'; readonly protection: Omit<Protection, 'forcePushers' | 'deployments'> }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: Problem };

/**
 * The reading half of GitHub, for one installation. Expected trouble is a value; an outage is thrown, and
 * `RateLimited` where GitHub asks to wait.
 */
export interface Reader {
  /** What the installation may do, as its token says. No request of its own beyond the token's. */
  access(): Promise<Access>;
  /** One GraphQL query, about a point for each branch. A repository that cannot be seen is a problem (`repository_not_found`). */
  repository(ask: Ask): Promise<Known<Reading>>;
  /**
   * All repositories of the installation in bulk: one GraphQL query for each page of up to a hundred, one for each
   * hundred files that were never seen before, and one where rulesets are in force that this sweep has not seen. A
   * rule's actors read as not visible. Of an installation on selected repositories, or a person's, also a REST request
   * for each hundred.
   */
  sweep(ask: AskSweep): AsyncIterable<SweptPage>;
  /** The REST view of a rule: the positive signal where GraphQL's null is ambiguous, and actors GraphQL hides. */
  protection(repo: RepoName, branch: string): Promise<ProtectionAnswer>;
  /** Whether GitHub enforces any protection on the branch now; null where it does not say. One REST request. */
  enforced(repo: RepoName, branch: string): Promise<boolean | null>;
  /** One GraphQL query; a second read only where it has more than a hundred files, or renamed ones. */
  pull(repo: RepoName, number: number): Promise<Known<PullState>>;
  /** One GraphQL query and one comparison. */
  group(ask: AskGroup): Promise<Known<GroupState>>;
  /** Names that other Apps reported on the heads of the newest twenty pull requests. One GraphQL query. */
  others(repo: RepoName): Promise<Known<readonly string[]>>;
  /** A person's permission on a repository as GitHub answers it now (`admin`, `write`, ...) and the role's name. */
  permission(repo: RepoName, login: string): Promise<{ readonly permission: string; readonly role: string }>;
  /** Whether a person is an owner of the organisation (`admin`), a member, or (null) neither, as GitHub answers it now. */
  membership(org: string, login: string): Promise<Known<'admin' | 'member' | null>>;
  /** The logins of the organisation's owners, at most 100. */
  owners(org: string): Promise<Known<readonly string[]>>;
  /** Custom properties of a repository. One REST request. */
  properties(repo: RepoName): Promise<Known<RepoProperties>>;
  /** Those of all the organisation's repositories, by their ids. One REST request for each hundred repositories. */
  orgProperties(org: string): Promise<Known<ReadonlyMap<number, RepoProperties>>>;
  /** Every ruleset that applies to a branch, of repository, organisation and enterprise. One REST request, and one for each ruleset. */
  rulesInForce(repo: RepoName, branch: string): Promise<Known<readonly RulesetInForce[]>>;
  /** The repository's ruleset named `mainstay`, whole. One REST request, and one more where there is one. */
  ownRuleset(repo: RepoName): Promise<Known<OwnRuleset | null>>;
  /** The organisation's ruleset named `mainstay`, whole, for the same price. */
  orgRuleset(org: string): Promise<Known<OwnRuleset | null>>;
  /** The pull request by whose merge the policy file at the head of the default branch came; null: none. One GraphQL query. */
  policyChange(repo: RepoName): Promise<Known<PolicyChange | null>>;
}
