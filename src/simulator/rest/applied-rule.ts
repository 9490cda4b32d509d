import { notFound } from '../server/refusal.ts';
import { editRule } from '../world/protection.ts';
import { ruleFor } from '../world/rule-for.ts';
import type { ProtectionRule, ProtectionSettings } from '../world/protection-state.ts';
import type { RepositoryCall } from './in-repository.ts';
import { senderOf } from './sender.ts';

export function appliedRule(call: RepositoryCall): ProtectionRule {
  const rule = ruleFor(call.repository, branchOf(call).branch);
  if (rule === undefined) throw notFound('Branch not protected');
  return rule;
}

export function branchOf({ repository, params }: RepositoryCall): {
  repository: RepositoryCall['repository'];
  branch: string;
} {
  const branch = params['branch'] ?? '';
  if (!repository.branches.has(branch)) throw notFound('Branch not found');
  return { repository, branch };
}

export function ruleWithChecks(call: RepositoryCall): {
  readonly rule: ProtectionRule;
  readonly settings: { readonly checks: NonNullable<ProtectionSettings['checks']> };
} {
  const rule = appliedRule(call);
  const { checks } = rule.settings;
  if (checks === null) throw notFound('Required status checks not enabled');
  return { rule, settings: { checks } };
}

/** A part is changed in the rule that applies, be it a wildcard (GitHub documents nothing else). */
export function changeRule(
  call: RepositoryCall,
  rule: ProtectionRule,
  part: Partial<ProtectionSettings>,
): void {
  const { repository } = call;
  editRule(call.state, { repository, rule, by: senderOf(call) }, { ...rule.settings, ...part });
}
