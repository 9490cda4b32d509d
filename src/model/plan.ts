import type { Forecast } from './forecast.ts';
import type { From, Origin, Wanted } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Protection, RequiredContext, RequiredReviews } from './protection.ts';
import type { RepoFacts } from './repo.ts';
import type { RulesetBody } from './ruleset.ts';
import type { HeldValues, Setting } from './settings.ts';

/** The dimensions a policy manages: the required checks, and each setting under its key. */
export type Dimension = 'required_checks' | Setting;

/** What a branch has in each dimension. */
export type Held = HeldValues & { readonly required_checks: readonly RequiredContext[] };

/** One difference and what is done about it: a value that carries before and after. Before null: no rule at all. */
export type Change = {
  readonly [D in Dimension]: {
    readonly dimension: D;
    readonly before: Held[D] | null;
    readonly after: Held[D];
    readonly because: readonly Origin[];
  };
}[Dimension];

/** A value as it was (null: nothing was there) and as it was set, in the very rule or ruleset that was written. */
export type ValueSet = {
  readonly [S in Setting]: {
    readonly dimension: S;
    readonly before: Held[S] | null;
    readonly after: Held[S];
  };
}[Setting];

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
    }
  /** Takes away a rule that Mainstay made, once something else holds all of it. */
  | { readonly by: 'delete-rule'; readonly rule: string }
  /** Mainstay's own ruleset of the repository; `id` null: made anew. Always sent whole. */
  | { readonly by: 'put-ruleset'; readonly id: number | null; readonly ruleset: RulesetBody }
  /** Takes away the ruleset that Mainstay made, once something else holds all of it. */
  | { readonly by: 'delete-ruleset'; readonly id: number };

/** The changed fields only; what is absent is not sent. */
export type RuleFields = Partial<Omit<Protection, 'checks' | 'reviews'>> & {
  /** Null for the half of it that does not change. */
  readonly checks?: { readonly strict: boolean | null; readonly required: readonly RequiredContext[] | null };
  /** Null: no pull request is required any more. */
  readonly reviews?: Partial<RequiredReviews> | null;
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
  /** The dimensions in which the write makes the branch weaker; only a policy with `extras: remove` has any. */
  readonly weakens: readonly Dimension[];
  /** What the plan will not do, with the reason. */
  readonly refusals: readonly Problem[];
  /** What the workflows say of the policy's checks, then of its optional ones, in their order; null: not asked or not read. */
  readonly forecast: Forecast | null;
  /** What is worth saying and needs no write. */
  readonly notes: readonly Problem[];
  /** What the branch's classic rule, or Mainstay's ruleset, will hold: for verifying the answer; null: nothing to write. */
  readonly goal: Protection | null;
  readonly write: Write | null;
  /** True where another write follows this one: the repository is looked at again at once. */
  readonly continues: boolean;
  /** True where the policy says `via: org-ruleset` and the organisation's ruleset does not hold all of it yet. */
  readonly needsOrganisation: boolean;
  /** What the write takes back of what Mainstay made by another means, once the new one holds it; null: nothing. */
  readonly takesBack: 'rule' | 'ruleset' | null;
  /** What the write sets where it is written, beside contexts: `changes` tell of all that is in force. */
  readonly sets: readonly ValueSet[];
  /** The contexts that the write newly requires where it is written. */
  readonly adds: readonly RequiredContext[];
};

/** What GitHub made of a write. */
export type Receipt = {
  /** Set when GitHub refused it. */
  readonly refused: Problem | null;
  /** What was planned and is not in GitHub's answer: dropped silently with a 200. */
  readonly dropped: readonly Problem[];
  /** The node id of the rule that the write made, where GitHub's answer says it. */
  readonly rule?: string;
};
