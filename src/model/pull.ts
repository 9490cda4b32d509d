import type { WorkflowFile } from './forecast.ts';
import type { Known } from './known.ts';
import type { BranchState, FileText } from './snapshot.ts';
import type { RepoFacts } from './repo.ts';

/** One name that was reported on a commit: a check run, or a commit status (which no App need have made). */
export type Reported = {
  readonly context: string;
  readonly kind: 'run' | 'status';
  readonly app: number | null;
  /** Reported by this App. */
  readonly own: boolean;
  /** In lower case, as REST says it; null while it runs. */
  readonly conclusion: string | null;
  /** A check run's `external_id`. */
  readonly note: string | null;
};

/** What a commit carries that GitHub knows of. */
export type CommitState = {
  readonly sha: string;
  /** Unknown where GitHub did not show all of it. */
  readonly reported: Known<readonly Reported[]>;
  /** Suites of GitHub Actions that show no run yet. */
  readonly started: Known<readonly Started[]>;
  /** Other open pull requests with this head, and whether their base has a rule. */
  readonly otherPulls: Known<readonly OtherPull[]>;
  readonly workflows: Known<readonly WorkflowFile[]>;
};

/** A workflow that was started and shows no run yet (queued, or waiting for approval). `file` null: not shown. */
export type Started = { readonly file: string | null; readonly since: string };

export type OtherPull = { readonly number: number; readonly base: string; readonly protected: boolean };

/** One pull request as it stands. */
export type PullState = {
  readonly repo: RepoFacts;
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly fork: boolean;
  /** GitHub runs no `pull_request` workflow while it conflicts with its base. */
  readonly conflicting: boolean;
  readonly author: string | null;
  readonly headBranch: string;
  readonly head: CommitState;
  readonly base: BranchState;
  /** All paths that it changes, old names of renamed files among them; null where not all are known. */
  readonly changedFiles: readonly string[] | null;
  /** The workflows that GitHub runs for it: those of the test merge, or of the head where there is none. */
  readonly workflows: Known<readonly WorkflowFile[]>;
  /** The policy file it would bring; null: none. */
  readonly policy: Known<FileText | null>;
  /** Who approved its head commit by a review that still stands; known only where it changes the policy file. */
  readonly approvedBy: readonly string[];
};

/** One group of a merge queue: its commit, and what it changes against the base. */
export type GroupState = {
  readonly repo: RepoFacts;
  readonly head: CommitState;
  readonly base: BranchState;
  readonly changedFiles: readonly string[] | null;
};

/** What is remembered of a pull request, by repository and number. */
export type PullMemory = {
  readonly base: string;
  /** Contexts that were reported in place of a skipped workflow, or that were explained, by the base's workflows of then. */
  readonly against: string | null;
  /** Required contexts that are taken out of the requirement for its sake. */
  readonly accepted: Accepted | null;
};

/** What an administrator accepted. Times are ISO 8601, UTC. */
export type Accepted = {
  readonly contexts: readonly string[];
  readonly by: string;
  readonly until: string;
};
