import { nodeId } from '../world/node-id.ts';
import { isoNow, organisationNamed, personNamed, repositoryNamed } from '../world/lookup.ts';
import { BARE_PROTECTION, createRule, editRule, removeRule, ruleNamed } from '../world/protection.ts';
import type { ProtectionRule, ProtectionSettings, Ruleset } from '../world/protection-state.ts';
import type { State } from '../world/state.ts';
import { rulesetShape } from '../shapes/ruleset.ts';

export type ProtectionChange = {
  readonly pattern: string;
  readonly by: string;
  /** What to set; the rest stays as it is, or as a new rule has it. */
  readonly set: Partial<ProtectionSettings> | ((now: ProtectionSettings) => Partial<ProtectionSettings>);
};

/** Somebody sets the rule with this pattern in the settings page. */
export function setProtection(
  state: State,
  fullName: string,
  { pattern, by, set }: ProtectionChange,
): ProtectionRule {
  const repository = repositoryNamed(state, fullName);
  const sender = personNamed(state, by);
  const rule = ruleNamed(repository, pattern);
  const now = rule?.settings ?? BARE_PROTECTION;
  const settings = { ...now, ...(typeof set === 'function' ? set(now) : set) };
  if (rule === undefined) return createRule(state, { repository, by: sender, pattern }, settings);
  return editRule(state, { repository, by: sender, rule }, settings);
}

export function deleteProtection(
  state: State,
  fullName: string,
  { pattern, by }: { readonly pattern: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const rule = ruleNamed(repository, pattern);
  if (rule === undefined) throw new Error(`${fullName} has no rule ${pattern}`);
  removeRule(state, { repository, rule, by: personNamed(state, by) });
}

/** Switches all protections of a repository off at once; the rules stay, and apply to nothing. */
export function disableProtections(state: State, fullName: string, { by }: { readonly by: string }): void {
  const repository = repositoryNamed(state, fullName);
  repository.protectionsDisabled = true;
  const sender = personNamed(state, by);
  state.announce({
    event: 'branch_protection_configuration',
    action: 'disabled',
    by: sender,
    repository,
    body: {},
  });
}

export function enableProtections(state: State, fullName: string, { by }: { readonly by: string }): void {
  const repository = repositoryNamed(state, fullName);
  repository.protectionsDisabled = false;
  const sender = personNamed(state, by);
  state.announce({
    event: 'branch_protection_configuration',
    action: 'enabled',
    by: sender,
    repository,
    body: {},
  });
}

export type RulesetChange = {
  readonly name: string;
  readonly by: string;
  readonly set: Partial<
    Pick<
      Ruleset,
      'enforcement' | 'target' | 'include' | 'exclude' | 'repositories' | 'rules' | 'bypassActors'
    >
  >;
};

/** Makes or changes a ruleset of a repository (`owner/name`) or of an organisation (its login). */
export function editRuleset(state: State, source: string, { name, by, set }: RulesetChange): Ruleset {
  const repository = source.includes('/') ? repositoryNamed(state, source) : undefined;
  const { rulesets } = repository ?? organisationNamed(state, source);
  const found = [...rulesets.values()].find((one) => one.name === name);
  const before = found === undefined ? undefined : { ...found };
  const ruleset = Object.assign(found ?? blankRuleset(state, source, name), set, {
    updatedAt: isoNow(state),
  });
  rulesets.set(ruleset.id, ruleset);
  tell(state, {
    ruleset,
    by,
    action: before === undefined ? 'created' : 'edited',
    changes: changesOf(before, ruleset),
  });
  return ruleset;
}

export function deleteRuleset(
  state: State,
  source: string,
  { name, by }: { readonly name: string; readonly by: string },
): void {
  const { rulesets } = source.includes('/')
    ? repositoryNamed(state, source)
    : organisationNamed(state, source);
  const ruleset = [...rulesets.values()].find((one) => one.name === name);
  if (ruleset === undefined) throw new Error(`${source} has no ruleset ${name}`);
  rulesets.delete(ruleset.id);
  tell(state, { ruleset, by, action: 'deleted', changes: {} });
}

type News = {
  readonly ruleset: Ruleset;
  readonly by: string;
  readonly action: 'created' | 'edited' | 'deleted';
  readonly changes: Readonly<Record<string, unknown>>;
};

function tell(state: State, { ruleset, by, action, changes }: News): void {
  const where =
    ruleset.sourceType === 'Repository'
      ? { repository: repositoryNamed(state, ruleset.source) }
      : { organisation: organisationNamed(state, ruleset.source) };
  const body = {
    repository_ruleset: rulesetShape(state, ruleset),
    ...(action === 'edited' ? { changes } : {}),
  };
  state.announce({ event: 'repository_ruleset', action, by: personNamed(state, by), ...where, body });
}

function changesOf(before: Ruleset | undefined, after: Ruleset): Readonly<Record<string, unknown>> {
  if (before === undefined) return {};
  const enforcement =
    before.enforcement === after.enforcement ? {} : { enforcement: { from: before.enforcement } };
  if (before.rules === after.rules) return enforcement;
  const [old, now] = [typesOf(before), typesOf(after)];
  const added = after.rules.filter(({ type }) => !old.includes(type));
  const deleted = before.rules.filter(({ type }) => !now.includes(type));
  const updated = after.rules.filter((rule) => old.includes(rule.type) && !before.rules.includes(rule));
  const rules = { added, deleted, updated: updated.map((rule) => ({ rule, changes: {} })) };
  return { ...enforcement, rules };
}

function blankRuleset(state: State, source: string, name: string): Ruleset {
  const id = state.nextId();
  const now = isoNow(state);
  return {
    id,
    nodeId: nodeId('RepositoryRuleset', id),
    sourceType: source.includes('/') ? 'Repository' : 'Organization',
    source,
    createdAt: now,
    name,
    target: 'branch',
    enforcement: 'active',
    include: ['~DEFAULT_BRANCH'],
    exclude: [],
    repositories: ['~ALL'],
    rules: [],
    bypassActors: [],
    updatedAt: now,
  };
}

function typesOf({ rules }: Ruleset): readonly string[] {
  return rules.map(({ type }) => type);
}
