import { isDeepStrictEqual } from 'node:util';
import { ruleChanges, rulePayload } from '../shapes/rule-payload.ts';
import { isoNow } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Actors, ProtectionRule, ProtectionSettings } from './protection-state.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';
import { watchedWrite } from './watched-write.ts';

export const NO_ACTORS: Actors = { users: [], teams: [], apps: [] };

/** A new rule before anything is set in it. */
export const BARE_PROTECTION: ProtectionSettings = {
  checks: null,
  reviews: null,
  restrictions: null,
  adminsEnforced: false,
  linearHistory: false,
  conversationResolution: false,
  signatures: false,
  deployments: null,
  forcePushes: false,
  bypassForcePush: NO_ACTORS,
  deletions: false,
  blocksCreations: false,
  lockBranch: false,
  lockAllowsFetchAndMerge: false,
};

export type NewRule = { readonly repository: Repository; readonly by: Person; readonly pattern: string };

export function createRule(
  state: State,
  { repository, by, pattern }: NewRule,
  settings: ProtectionSettings,
): ProtectionRule {
  const id = state.nextId();
  const now = isoNow(state);
  const rule: ProtectionRule = {
    id,
    nodeId: nodeId('BranchProtectionRule', id),
    creator: by.login,
    createdAt: now,
    pattern,
    updatedAt: now,
    settings,
  };
  watchedWrite(state, { by, over: () => [repository] }, () => void repository.rules.set(id, rule));
  announceRule(state, { repository, by, rule }, { action: 'created' });
  return rule;
}

export type RuleEdit = {
  readonly repository: Repository;
  readonly by: Person;
  readonly rule: ProtectionRule;
  readonly pattern?: string;
};

/** Changes a rule; nothing is announced when nothing differs. */
export function editRule(state: State, edit: RuleEdit, settings: ProtectionSettings): ProtectionRule {
  const { repository, rule } = edit;
  const pattern = edit.pattern ?? rule.pattern;
  if (pattern === rule.pattern && isDeepStrictEqual(settings, rule.settings)) return rule;
  touchRule(state, edit, () => {
    if (repository.mergeQueues.delete(rule.pattern)) repository.mergeQueues.add(pattern);
    rule.settings = settings;
    rule.pattern = pattern;
  });
  return rule;
}

/** Does something to a rule and tells what it changed. */
export function touchRule(state: State, edit: Omit<RuleEdit, 'pattern'>, change: () => void): void {
  const { repository, rule, by } = edit;
  const before = rulePayload(repository, rule);
  watchedWrite(state, { by, over: () => [repository] }, change);
  const changes = ruleChanges(before, rulePayload(repository, rule));
  rule.updatedAt = isoNow(state);
  announceRule(state, edit, { action: 'edited', changes });
}

export function removeRule(state: State, gone: Omit<RuleEdit, 'pattern'>): void {
  const { repository, rule, by } = gone;
  watchedWrite(state, { by, over: () => [repository] }, () => {
    repository.rules.delete(rule.id);
    repository.mergeQueues.delete(rule.pattern);
  });
  announceRule(state, gone, { action: 'deleted' });
}

function announceRule(
  state: State,
  { repository, by, rule }: RuleEdit,
  { action, ...rest }: { readonly action: string; readonly changes?: Readonly<Record<string, unknown>> },
): void {
  const body = { rule: rulePayload(repository, rule), ...rest };
  state.announce({ event: 'branch_protection_rule', action, by, repository, body });
}
