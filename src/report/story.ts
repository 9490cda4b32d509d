import type { Cause, Plan, Problem, Receipt, RepoName } from '#model';

/** Why a plan with changes was not applied, where it was not. */
export type Stopped = 'monitor' | 'preview' | null;

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
  /** Mainstay's own login, which is never named as the one who changed something. */
  readonly ownLogin: string;
};
