import type { Forecast } from './forecast.ts';
import type { From, Origin, Wanted } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Protection, RequiredContext } from './protection.ts';
import type { RepoFacts } from './repo.ts';

/** The dimensions a policy manages. */
export type Dimension = 'required_checks' | 'strict' | 'include_admins' | 'force_pushes' | 'deletions';

/** One difference and what is done about it: a value that carries before and after. Before null: no rule at all. */
export type Change =
  | {
      readonly dimension: 'required_checks';
      readonly before: readonly RequiredContext[] | null;
      readonly after: readonly RequiredContext[];
      readonly because: readonly Origin[];
    }
  | {
      readonly dimension: Exclude<Dimension, 'required_checks'>;
      /** True: the stricter state (up to date required, admins included, force pushes blocked, deletion blocked). */
      readonly before: boolean | null;
      readonly after: boolean;
      readonly because: readonly Origin[];
    };

/** The one write that makes a plan true, chosen by what the branch has (the smallest that does it). */
export type Write =
  | {
      readonly by: 'patch-checks';
      readonly branch: string;
      readonly strict: boolean | null;
      readonly checks: readonly RequiredContext[] | null;
    }
  | { readonly by: 'update-rule'; readonly rule: string; readonly fields: RuleFields }
  | { readonly by: 'put-protection'; readonly branch: string; readonly protection: Protection }
  | {
      readonly by: 'create-rule';
      readonly repository: string;
      readonly pattern: string;
      readonly protection: Protection;
    };

/** The changed fields only; what is absent is not sent. */
export type RuleFields = {
  /** Null for the half of it that does not change. */
  readonly checks?: { readonly strict: boolean | null; readonly required: readonly RequiredContext[] | null };
  readonly includeAdmins?: boolean;
  readonly allowForcePushes?: boolean;
  readonly allowDeletions?: boolean;
};

/** What is to be done about one branch. Empty changes and refusals: as the policy says. */
export type Plan = {
  readonly repo: RepoFacts;
  readonly branch: string;
  /** The commit the report goes to; null while the branch does not exist. */
  readonly head: string | null;
  readonly mode: From<'enforce' | 'monitor'>;
  readonly wanted: Wanted;
  readonly changes: readonly Change[];
  /** What the plan will not do, with the reason. */
  readonly refusals: readonly Problem[];
  /** What the workflows say of each check of the policy, in its order; null where they were not asked or not read. */
  readonly forecast: Forecast | null;
  /** What is worth saying and needs no write. */
  readonly notes: readonly Problem[];
  /** What the branch will be held to, for verifying the answer; null where nothing is to be written. */
  readonly goal: Protection | null;
  readonly write: Write | null;
};

/** What GitHub made of a write. */
export type Receipt = {
  /** Set when GitHub refused it. */
  readonly refused: Problem | null;
  /** What was planned and is not in GitHub's answer: dropped silently with a 200. */
  readonly dropped: readonly Problem[];
};
