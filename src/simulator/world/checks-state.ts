export type Annotation = Readonly<Record<string, unknown>>;

export type CheckOutput = {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
};

export type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

export type CheckRun = {
  readonly id: number;
  readonly nodeId: string;
  readonly headSha: string;
  readonly appId: number;
  readonly suiteId: number;
  name: string;
  /** `queued`, `in_progress` or `completed`. */
  status: string;
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string | null;
  completedAt: string | null;
  output: CheckOutput;
  actions: readonly CheckAction[];
};

/** One app's checks of one commit. */
export type CheckSuite = {
  readonly id: number;
  readonly nodeId: string;
  readonly appId: number;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  /** The workflow file, for a suite of GitHub Actions that names one. */
  readonly workflow: string | null;
  readonly createdAt: string;
  status: string;
  conclusion: string | null;
  updatedAt: string;
};

export type Status = {
  readonly id: number;
  readonly nodeId: string;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  /** The app that reported it; null for a person. */
  readonly appId: number | null;
  readonly createdAt: string;
};
