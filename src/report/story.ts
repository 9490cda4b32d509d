import type { Cause, Pause, Plan, Problem, Receipt, RepoName } from '#model';

/** Why a plan with changes was not applied, where it was not. */
export type Stopped = 'monitor' | 'preview' | 'paused' | null;

/** One branch: what was planned, and what became of it. */
export type Result = {
  readonly plan: Plan;
  readonly receipt: Receipt | null;
  readonly stopped: Stopped;
};

/** All that one report tells: the branches that share a head, the policy files, and who caused it. */
export type Story = {
  readonly repo: RepoName;
  readonly results: readonly Result[];
  /** Policy files that are broken, gone or ask for what they may not. */
  readonly policyProblems: readonly Problem[];
  readonly notes: readonly Problem[];
  readonly causes: readonly Cause[];
  /** The pause that lasts, for the results that it stopped. */
  readonly pause: Pause | null;
  /** Mainstay's own login, which is never named as the one who changed something. */
  readonly ownLogin: string;
};
