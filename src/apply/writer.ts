import type { OwnRuleset, Problem, Protection, RepoName, RulesetBody, Write } from '#model';

/** The dimensions a write's answer showed; what GitHub did not show is absent. */
export type Shown = Partial<Protection>;

/** GitHub's answer to a write: what the branch is held to now, or why it refused. */
export type WriteAnswer =
  | {
      readonly kind: 'written';
      readonly shown: Shown;
      /** The node id of the classic rule, where the answer says it. */
      readonly rule?: string;
      /** Mainstay's ruleset as it is now, whole; absent where another thing was written. */
      readonly ruleset?: RulesetBody;
    }
  | { readonly kind: 'refused'; readonly why: Problem };

/** The writing half of GitHub, for one installation: one write a call, never repeated by itself. Outages are thrown. */
export interface Writer {
  /** Actors that only a policy named are looked up first; one that GitHub does not know is a refusal, and nothing is written. */
  write(repo: RepoName, write: Write): Promise<WriteAnswer>;
  /** The organisation's ruleset named `mainstay`; `id` null: made anew. Answers its id. */
  putOrgRuleset(
    org: string,
    own: { readonly id: number | null; readonly ruleset: RulesetBody },
  ): Promise<OrgRulesetAnswer>;
  /** Takes the organisation's ruleset away. Null: done; otherwise why GitHub refused. */
  deleteOrgRuleset(org: string, id: number): Promise<Problem | null>;
}

/** What GitHub made of the organisation's ruleset. */
export type OrgRulesetAnswer =
  | { readonly kind: 'written'; readonly own: OwnRuleset }
  | { readonly kind: 'refused'; readonly why: Problem };
