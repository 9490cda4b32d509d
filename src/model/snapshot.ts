import type { WorkflowFile } from './forecast.ts';
import type { Known } from './known.ts';
import type { BranchRule } from './protection.ts';
import type { RepoFacts, RepoProperties } from './repo.ts';
import type { OwnRuleset, RulesetInForce } from './ruleset.ts';

/** A file at the head of a default branch. `oid` names its content. */
export type FileText = { readonly oid: string; readonly text: string };

/** The check run named `mainstay` that the branch's head carries already. */
export type LastReport = {
  /** Null: GraphQL's numbers end at 2^31, and check runs have outgrown them. */
  readonly id: number | null;
  readonly conclusion: string | null;
  /** The fingerprint of what it said, see `report/`. */
  readonly fingerprint: string | null;
};

/** One branch as it stands. `head` null: the branch does not exist. */
export type BranchState = {
  readonly name: string;
  readonly head: string | null;
  /** The classic rule that applies to it. */
  readonly rule: Known<BranchRule | null>;
  /** The rulesets of which rules apply to it, whoever they belong to. */
  readonly rulesets: Known<readonly RulesetInForce[]>;
  /** Whether merges into it go through a merge queue, which no write of ours can set; true also where GitHub hides it. */
  readonly mergeQueue: boolean;
  readonly lastReport: LastReport | null;
  /** The files of `.github/workflows` at the branch's head: what a pull request into it will run. */
  readonly workflows: Known<readonly WorkflowFile[]>;
};

/** What the installation may do. */
export type Access = {
  readonly installation: number;
  /** Permission name to `read`, `write` or `admin`, as GitHub listed them with the token. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly selection: 'all' | 'selected';
};

/** All that a reconcile knows of the world: made by `observe/`, read by everything downstream. */
export type Snapshot = {
  readonly repo: RepoFacts;
  readonly access: Access;
  readonly branches: readonly BranchState[];
  /** Null: there is no such file, which is an answer. */
  readonly organisationPolicy: Known<FileText | null>;
  readonly repositoryPolicy: Known<FileText | null>;
  /** False when the organisation's policy repository exists out of the installation's sight, or not at all. */
  readonly policyRepositoryVisible: boolean;
  /** Whether GitHub enforces its protections now; null: not asked, as nothing said otherwise. */
  readonly enforced: boolean | null;
  /** Null: not asked, as no policy goes by them. */
  readonly properties: Known<RepoProperties> | null;
  /** The repository's ruleset named `mainstay`, whole; null: not asked, as the policy does not use one. */
  readonly ownRuleset: Known<OwnRuleset | null> | null;
};
