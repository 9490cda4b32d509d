import {
  SETTINGS,
  type BranchRule,
  type BranchState,
  type From,
  type Known,
  type Origin,
  type OwnRuleset,
  type Overrides,
  type Problem,
  type Protection,
  type RepoFacts,
  type RequiredReviews,
  type RuleActor,
  type RulesetBody,
  type RulesetInForce,
  type RulesetRule,
  type Setting,
  type Snapshot,
  type Source,
  type Wanted,
  type WantedCheck,
} from '#model';

/** The id of GitHub Actions among the Apps. */
export const ACTIONS = 15368;
/** The five checks of the built-in policy. */
export const BUILT_IN_CHECKS = ['test', 'lint', 'security', 'build', 'validate-migrations'];

export function repoFacts(over: Partial<RepoFacts> = {}): RepoFacts {
  return {
    owner: 'acme',
    name: 'api',
    id: 42,
    nodeId: 'R_42',
    visibility: 'public',
    archived: false,
    disabled: false,
    empty: false,
    defaultBranch: 'main',
    fork: false,
    topics: [],
    language: null,
    ...over,
  };
}

/** A rule that is switched on and asks for nothing. */
export function protection(over: Partial<Protection> = {}): Protection {
  return {
    checks: null,
    includeAdmins: false,
    reviews: null,
    pushers: null,
    blockCreations: false,
    allowForcePushes: false,
    forcePushers: [],
    allowDeletions: false,
    linearHistory: false,
    signatures: false,
    conversationResolution: false,
    lockBranch: false,
    allowForkSyncing: false,
    deployments: null,
    ...over,
  };
}

/** What the built-in policy asks for, and nothing more. */
export function compliant(over: Partial<Protection> = {}): Protection {
  return protection({ checks: requiring(...BUILT_IN_CHECKS), includeAdmins: true, ...over });
}

/** A checks block that requires these contexts from any source. */
export function requiring(...contexts: readonly string[]): NonNullable<Protection['checks']> {
  return { strict: false, required: contexts.map((context) => ({ context, source: 'any' as const })) };
}

/** A checks block that requires one context from one source. */
export function pinned(context: string, source: Source): NonNullable<Protection['checks']> {
  return { strict: false, required: [{ context, source }] };
}

export function reviews(over: Partial<RequiredReviews> = {}): RequiredReviews {
  return {
    count: 1,
    codeOwners: false,
    dismissStale: false,
    lastPush: false,
    dismissers: null,
    bypassers: [],
    ...over,
  };
}

export function team(name: string): RuleActor {
  return { kind: 'team', id: `T_${name}`, name };
}

export function exactRule(held: Protection, pattern = 'main'): BranchRule {
  return { id: 'BPR_exact', pattern, protection: held };
}

export function wildcardRule(held: Protection, pattern = 'ma*'): BranchRule {
  return { id: 'BPR_wildcard', pattern, protection: held };
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(code: Problem['code'], detail = 'GitHub did not say.'): Known<never> {
  return { known: false, why: { code, detail } };
}

/** A branch with this rule, with none (null), or with one nobody could read. */
export function branchState(
  rule: BranchRule | null | Known<BranchRule | null> = null,
  over: Partial<BranchState> = {},
): BranchState {
  const state = rule !== null && 'known' in rule ? rule : known(rule);
  return {
    name: 'main',
    head: 'c0ffee',
    rule: state,
    rulesets: known([]),
    mergeQueue: false,
    lastReport: null,
    workflows: known([]),
    ...over,
  };
}

export function snapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    repo: repoFacts(),
    access: { installation: 7, permissions: { administration: 'write' }, selection: 'all' },
    branches: [],
    organisationPolicy: known(null),
    repositoryPolicy: known(null),
    policyRepositoryVisible: true,
    enforced: null,
    properties: null,
    ownRuleset: null,
    ...over,
  };
}

/** The line of the organisation's policy that a value is said to come from. */
export function line(number: number): Origin {
  return { file: 'acme/.github/.github/mainstay.yml', line: number };
}

export function from<T>(value: T, origin: Origin = null): From<T> {
  return { value, origin };
}

export function check(name: string, over: Partial<WantedCheck> = {}): WantedCheck {
  return { name: { check: name, workflow: null }, source: null, when: 'always', origin: null, ...over };
}

/** What is wanted where no file says anything. */
export function wanted(over: Partial<Wanted> = {}): Wanted {
  return {
    exempt: null,
    mode: from('enforce'),
    via: from('classic'),
    extras: from('keep'),
    branches: [from('main')],
    checks: BUILT_IN_CHECKS.map((name) => check(name)),
    optional: [],
    bridge: from(true),
    settings: managed(),
    pause: { by: from('owner'), maxHours: from(24) },
    contention: { times: from(3), withinMinutes: from(60), automation: [] },
    overrides: from<Overrides>('tighten'),
    guard: from(50),
    ...over,
  };
}

/** Settings of which only these are managed. */
export function asking(over: Partial<Wanted['settings']> = {}): Wanted['settings'] {
  const none = Object.fromEntries(SETTINGS.map((setting) => [setting, null]));
  return { ...(none as Record<Setting, null>), ...over };
}

/** What the built-in policy manages, and what else is to be. */
export function managed(over: Partial<Wanted['settings']> = {}): Wanted['settings'] {
  return asking({
    include_admins: from(true),
    block_force_pushes: from(true),
    block_deletions: from(true),
    ...over,
  });
}

/** A ruleset of the organisation that applies to the branch; without `bypass`, it binds everybody. */
export function rulesetInForce(
  rules: readonly RulesetRule[],
  over: Partial<RulesetInForce> = {},
): RulesetInForce {
  return {
    id: 900,
    name: 'org-wide',
    source: { kind: 'organisation', name: 'acme' },
    rules,
    bypass: [],
    ...over,
  };
}

/** Mainstay's ruleset of the repository, over `main`, as REST shows it. */
export function ownRuleset(rules: readonly RulesetRule[], over: Partial<RulesetBody> = {}): OwnRuleset {
  return {
    id: 77,
    body: {
      name: 'mainstay',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
      rules,
      bypass: [],
      ...over,
    },
  };
}

/** A policy that asks for nothing, to ask for one thing with. */
export function nothingWanted(over: Partial<Wanted> = {}): Wanted {
  return wanted({
    checks: [],
    settings: asking(),
    ...over,
  });
}
