import type { WorkflowFile } from './forecast.ts';
import type { Problem } from './problem.ts';
import type { BranchRule } from './protection.ts';
import type { RepoFacts } from './repo.ts';

/** Something that was read, or the reason why it is unknown. Unknown is never "none". */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: Problem };

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
  readonly rule: Known<BranchRule | null>;
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
};
