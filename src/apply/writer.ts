import type { OwnRuleset, Problem, Protection, RepoName, RulesetBody, Write } from '#model';

/** The dimensions a write's answer showed; what GitHub did not show is absent. */
export type Shown = Partial<Protection>;

/** GitHub's answer to a write: what the branch is held to now, or why it refused. */
export type WriteAnswer =
  | {
      readonly kind: 'written';
      /** Empty for a ruleset, and for what was taken away. */
      readonly shown: Shown;
      /** A ruleset as GitHub holds it now; absent where it showed none. */
      readonly ruleset?: RulesetBody;
      /** The node id of a rule that was made, where the answer says it. */
      readonly rule?: string;
    }
  | { readonly kind: 'refused'; readonly why: Problem };

/** The writing half of GitHub, for one installation: one request a call, never repeated by itself. Outages are thrown. */
export interface Writer {
  write(repo: RepoName, write: Write): Promise<WriteAnswer>;
  /** The organisation's ruleset named `mainstay`; `id` null: made anew. Answers its id. */
  putOrgRuleset(
    org: string,
    own: { readonly id: number | null; readonly ruleset: RulesetBody },
  ): Promise<OrgRulesetAnswer>;
}

/** What GitHub made of the organisation's ruleset. */
export type OrgRulesetAnswer =
  | { readonly kind: 'written'; readonly own: OwnRuleset }
  | { readonly kind: 'refused'; readonly why: Problem };
