// The nouns every room speaks in. In: nothing. Out: types, and the few words that belong to them.
// Here nothing is read, decided or written.
export { CATALOGUE } from './catalogue.ts';
export type {
  Fix,
  Forecast,
  ForecastEvent,
  JobReport,
  Prediction,
  Producer,
  PullFacts,
  PullReport,
  Reason,
  ReasonCode,
  RequiredForecast,
  Resolution,
  Verdict,
  Witness,
  WorkflowFile,
  WorkflowPlace,
  WorkflowProblem,
} from './forecast.ts';
export type { Log } from './log.ts';
export type { AddedContext, GoodPolicy, LedgerEntry, LeftOut, RepoMemory, UnderWay } from './memory.ts';
export { AppRefused, RateLimited, type Outcome } from './outcome.ts';
export type { Change, Dimension, Plan, Receipt, RuleFields, Write } from './plan.ts';
export {
  BUILT_IN_CHECKS,
  DEFAULT_BRANCH,
  type From,
  type Origin,
  type Wanted,
  type WantedCheck,
} from './policy.ts';
export { fixOf, type Place, type Problem, type ProblemCode } from './problem.ts';
export { ACTIONS_APP } from './protection.ts';
export type {
  BranchRule,
  Protection,
  RequiredContext,
  RequiredReviews,
  RuleActor,
  RuleActors,
  Source,
} from './protection.ts';
export type {
  Accepted,
  CommitState,
  GroupState,
  OtherPull,
  PullMemory,
  PullState,
  Reported,
  Started,
} from './pull.ts';
export { fullName, POLICY_PATH, POLICY_REPOSITORY, type RepoFacts, type RepoName } from './repo.ts';
export type { Access, BranchState, FileText, Known, LastReport, Snapshot } from './snapshot.ts';
export { keyText, type Actor, type Cause, type Command, type Wake, type WorkKey } from './work.ts';
