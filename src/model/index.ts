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
export type { Known } from './known.ts';
export type {
  AddedContext,
  AdmittedPolicy,
  Approval,
  Contest,
  ContestBack,
  GoodPolicy,
  LedgerEntry,
  LeftOut,
  Made,
  MadeRuleset,
  MadeSetting,
  OrgMemory,
  OrgRulesetMemory,
  Pause,
  PendingPolicy,
  PolicyWeight,
  RepoMemory,
  UnderWay,
} from './memory.ts';
export { AppRefused, RateLimited, type Outcome } from './outcome.ts';
export type { Change, Dimension, Held, Plan, Receipt, RuleFields, ValueSet, Write } from './plan.ts';
export {
  BUILT_IN_CHECKS,
  DEFAULT_BRANCH,
  type ContentionRule,
  type Exemption,
  type Extras,
  type From,
  type Origin,
  type Overrides,
  type PauseRule,
  type Via,
  type Wanted,
  type WantedCheck,
} from './policy.ts';
export { fixOf, type Place, type Problem, type ProblemCode } from './problem.ts';
export { ACTIONS_APP } from './protection.ts';
export type {
  BranchRule,
  NamedActor,
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
export {
  fullName,
  POLICY_PATH,
  POLICY_REPOSITORY,
  type RepoFacts,
  type RepoName,
  type RepoProperties,
  type RepoTraits,
} from './repo.ts';
export {
  OWN_RULESET,
  type BypassActor,
  type OwnRuleset,
  type RulesetBody,
  type RulesetInForce,
  type RulesetRule,
  type RulesetSource,
} from './ruleset.ts';
export {
  ACTOR_LISTS,
  FLAGS,
  SETTINGS,
  type ActorList,
  type Flag,
  type HeldValues,
  type Setting,
  type SettingValues,
} from './settings.ts';
export type { Access, BranchState, FileText, LastReport, Snapshot } from './snapshot.ts';
export { keyText, type Actor, type Cause, type Command, type Wake, type WorkKey } from './work.ts';
export type { SweepCount, SweepEnd, SweepMemory, SweepUnderWay } from './sweep.ts';
