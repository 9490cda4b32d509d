/** One rule of a ruleset as GitHub's REST API shows it: what we do not know of it is carried as it came. */
export type RulesetRule = {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

/** Who may pass by a ruleset. `id` null where the kind says it all. */
export type BypassActor = {
  readonly kind: 'app' | 'organisation_admin' | 'role' | 'team' | 'deploy_key' | 'user' | 'enterprise_owner';
  readonly id: number | null;
  readonly mode: 'always' | 'pull_request' | 'exempt';
};

/** Where a ruleset lies: a repository (`owner/name`), an organisation or an enterprise (whose name may be hidden: empty). */
export type RulesetSource = {
  readonly kind: 'repository' | 'organisation' | 'enterprise';
  readonly name: string;
};

/** A ruleset of which some rules apply to a branch now. */
export type RulesetInForce = {
  readonly id: number;
  readonly name: string;
  readonly source: RulesetSource;
  /** Those of its rules that apply to the branch. */
  readonly rules: readonly RulesetRule[];
  /** GitHub shows it only to those who may write the ruleset. Not visible is never "nobody". */
  readonly bypass: readonly BypassActor[] | 'notVisible';
};

/** The name of the one ruleset that Mainstay writes, of a repository or of an organisation. */
export const OWN_RULESET = 'mainstay';

/** A ruleset as REST gives and takes it, whole: fields that we do not know are in `rest` and go back as they came. */
export type RulesetBody = {
  readonly name: string;
  readonly target: string;
  readonly enforcement: string;
  /** As GitHub has them: `ref_name`, and for an organisation which repositories. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly rules: readonly RulesetRule[];
  /** As REST has them; `notVisible`: GitHub does not show them, so they are not sent either. */
  readonly bypass: readonly Readonly<Record<string, unknown>>[] | 'notVisible';
  /** Fields that we do not know, as they came; absent where we made the body ourselves. */
  readonly rest?: Readonly<Record<string, unknown>>;
};

/** Mainstay's own ruleset as it stands on GitHub. */
export type OwnRuleset = { readonly id: number; readonly body: RulesetBody };
