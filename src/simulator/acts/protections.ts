import { personNamed, repositoryNamed } from '../world/lookup.ts';
import { BARE_PROTECTION, createRule, editRule, removeRule, touchRule } from '../world/protection.ts';
import { ruleNamed } from '../world/rule-for.ts';
import type { ProtectionRule, ProtectionSettings } from '../world/protection-state.ts';
import type { State } from '../world/state.ts';

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

/** Puts a merge queue before a branch, or takes it away; only the settings page of classic protection can. */
export function setMergeQueue(
  state: State,
  fullName: string,
  { branch, on, by }: { readonly branch: string; readonly on: boolean; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const rule = ruleNamed(repository, branch);
  if (rule === undefined)
    throw new Error(`${fullName} has no rule ${branch}, which a merge queue is part of`);
  touchRule(state, { repository, rule, by: personNamed(state, by) }, () => {
    if (on) repository.mergeQueues.add(branch);
    else repository.mergeQueues.delete(branch);
  });
}
