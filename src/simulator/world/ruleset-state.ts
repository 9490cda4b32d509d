export type RulesetRule = { readonly type: string; readonly parameters?: Readonly<Record<string, unknown>> };

/** `source` tells custom properties from those GitHub keeps itself (`visibility`, `fork`, `language`). */
export type PropertyTarget = {
  readonly name: string;
  readonly property_values: readonly string[];
  readonly source?: string;
};

/** Which repositories a ruleset of an organisation or of an enterprise is about; said in one of three ways. */
export type RepositoryCondition =
  | {
      readonly kind: 'name';
      /** Names, patterns or `~ALL`. */
      readonly include: readonly string[];
      readonly exclude: readonly string[];
      readonly protected: boolean;
    }
  | { readonly kind: 'id'; readonly ids: readonly number[] }
  | {
      readonly kind: 'property';
      readonly include: readonly PropertyTarget[];
      readonly exclude: readonly PropertyTarget[];
    };

export type Ruleset = {
  readonly id: number;
  readonly nodeId: string;
  readonly sourceType: 'Repository' | 'Organization' | 'Enterprise';
  readonly createdAt: string;
  /** `owner/name` of the repository, the organisation's login, or the enterprise's slug. */
  source: string;
  name: string;
  target: 'branch' | 'tag' | 'push' | 'repository';
  enforcement: 'active' | 'evaluate' | 'disabled';
  /** Full refs or patterns, `~DEFAULT_BRANCH`, `~ALL`. */
  include: readonly string[];
  exclude: readonly string[];
  /** Not read for a repository's own ruleset. */
  repositories: RepositoryCondition;
  /** As they came, known to GitHub's description or not. */
  rules: readonly RulesetRule[];
  bypassActors: readonly Readonly<Record<string, unknown>>[];
  updatedAt: string;
};

/** What can be said of a ruleset, and changed. */
export type RulesetContent = Pick<
  Ruleset,
  'name' | 'target' | 'enforcement' | 'include' | 'exclude' | 'repositories' | 'rules' | 'bypassActors'
>;

/** Whose rulesets an App can write. */
export type RulesetKind = Exclude<Ruleset['sourceType'], 'Enterprise'>;
