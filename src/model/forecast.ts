/** One workflow file of a repository: `.github/workflows/<name>` and its text. */
export type WorkflowFile = { readonly path: string; readonly text: string };

/** What a required check waits on: a pull request's head, or a merge queue's group. */
export type ForecastEvent = 'pull_request' | 'merge_group';

/** `will`: on every pull request. `may`: not on every one, the witness is one where it does not. `never`: on none. */
export type Verdict = 'will' | 'may' | 'never';

/** A position in a workflow file, 1-based. */
export type WorkflowPlace = { readonly file: string; readonly line: number; readonly column: number };

/** Why a verdict is what it is; each code has its own sentence and fix. */
export type ReasonCode =
  | 'activity-types'
  | 'ambiguous-check'
  | 'ambiguous-context'
  | 'always-skipped'
  | 'branch-filter'
  | 'broken-workflow'
  | 'condition'
  | 'dynamic-name'
  | 'event'
  | 'external'
  | 'forks'
  | 'head-branch'
  | 'job-name'
  | 'matrix-name'
  | 'missing-reusable'
  | 'needs-skip'
  | 'no-job'
  | 'path-filter'
  | 'skipped-name'
  | 'unverified-event'
  | 'vacuous'
  | 'workflow-name';

/** One thing a maintainer should know about a required check, at the line it comes from. */
export type Reason = WorkflowPlace & { readonly code: ReasonCode; readonly message: string };

/** A pull request on which the check does not report; only what makes the difference is set. */
export type Witness = {
  readonly changedFiles?: readonly string[];
  readonly activity?: string;
  readonly draft?: boolean;
  readonly fork?: boolean;
  readonly actor?: string;
  readonly headBranch?: string;
  /** Jobs that this one `needs` and that fail or are skipped there. */
  readonly failing?: readonly string[];
  /** An `if:` whose value on a pull request cannot be known beforehand, and is false there. */
  readonly condition?: string;
};

/** A job that can report a context, and where it is written. */
export type Producer = {
  readonly workflow: string;
  readonly job: string;
  readonly line: number;
  readonly column: number;
};

/** How to mend a verdict; `patch` is a unified diff of the workflow file where one can be written. */
export type Fix = { readonly text: string; readonly patch: string | null };

/** A context that some job can report; `pattern` (an anchored regular expression) where its name is not known. */
export type Prediction = Producer & { readonly context: string | null; readonly pattern: string | null };

export type RequiredForecast = {
  readonly check: string;
  /** What becomes required for this check; empty when its names are not known or the check is ambiguous. */
  readonly contexts: readonly string[];
  readonly verdict: Verdict;
  /** It can pass although what it stands for failed or never ran. */
  readonly vacuous: boolean;
  /** More than one job reports under this name. */
  readonly ambiguous: boolean;
  /** Its name depends on something that only a run knows. */
  readonly dynamic: boolean;
  readonly producers: readonly Producer[];
  readonly reasons: readonly Reason[];
  readonly witness: Witness | null;
  readonly fix: Fix | null;
};

/** A workflow that GitHub will not run as it is written, or not as it seems to be meant. */
export type WorkflowProblem = WorkflowPlace & {
  readonly code:
    | 'broken-workflow'
    | 'suspect-workflow'
    | 'hostile-workflow'
    | 'bad-filter'
    | 'bad-matrix'
    | 'bad-reusable';
  readonly message: string;
};

export type Forecast = {
  readonly branch: string;
  readonly event: ForecastEvent;
  readonly predicted: readonly Prediction[];
  readonly required: readonly RequiredForecast[];
  readonly problems: readonly WorkflowProblem[];
};

/**
 * What a check of the policy becomes required as. `patterns`: names that only a run knows. `clash`: several jobs
 * on pull requests have this name and report differently, so the policy has to say which (`workflow:`).
 */
export type Resolution = {
  readonly contexts: readonly string[];
  readonly patterns: readonly string[];
  readonly jobs: readonly Producer[];
  readonly clash: readonly Producer[];
};

/** What is known of one pull request or merge group. `changedFiles` null: not all of them are known. */
export type PullFacts = {
  readonly branch: string;
  readonly event: ForecastEvent;
  readonly changedFiles: readonly string[] | null;
  readonly activity?: string;
  readonly draft?: boolean;
  readonly fork?: boolean;
  readonly actor?: string;
  readonly headBranch?: string;
};

/**
 * What one job does there. `reports`: it will; `path-filter`: its workflow does not run because of the changed
 * files; `condition`: its `if:` keeps this name away; `trigger`: the event does not start it; `unknown`: it may.
 */
export type JobReport = Producer & {
  readonly state: 'reports' | 'path-filter' | 'condition' | 'trigger' | 'unknown';
  readonly message: string;
  readonly place: WorkflowPlace;
  /** The event that would start it; not set where none would. */
  readonly event?: string;
};

/** Whether a context will be there (null: it may), and what each job that could bring it does. */
export type PullReport = {
  readonly context: string;
  readonly reports: boolean | null;
  readonly jobs: readonly JobReport[];
};
