import type { RepoName } from '#model';

export type CheckConclusion = 'success' | 'action_required' | 'failure' | 'neutral';

/** A button; GitHub takes at most three, label 20, description 40, identifier 20 characters. */
export type Button = { readonly label: string; readonly description: string; readonly identifier: string };

/** An annotation on a line of a file of this repository. */
export type Annotation = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
};

/** A completed check run, named `mainstay` unless it has another name. `fingerprint` becomes its `external_id`. Markdown is already escaped. */
export type CheckRun = {
  readonly sha: string;
  readonly name?: string;
  /** The last two are for a check that is reported in place of a skipped workflow. */
  readonly conclusion: CheckConclusion | 'skipped' | 'cancelled';
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly fingerprint: string;
  readonly buttons: readonly Button[];
  readonly annotations: readonly Annotation[];
};

export type Reaction = 'eyes' | 'rocket' | 'confused';

/** The talking half of GitHub, for one installation: one request a call, never repeated by itself. */
export interface Publisher {
  checkRun(repo: RepoName, run: CheckRun): Promise<void>;
  comment(repo: RepoName, issue: number, markdown: string): Promise<void>;
  react(repo: RepoName, comment: number, reaction: Reaction): Promise<void>;
  /** Opens an issue (`number` null) or brings one up to date, its state included. Answers its number; null: refused. */
  issue(repo: RepoName, issue: IssueText): Promise<number | null>;
}

/** An issue as it is to be. Markdown is already escaped. */
export type IssueText = {
  readonly number: number | null;
  readonly title: string;
  readonly markdown: string;
  readonly open: boolean;
};
