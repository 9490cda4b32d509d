import { isExact, matchesBranch } from './branch-pattern.ts';
import type { ProtectionRule } from './protection-state.ts';
import type { Repository } from './repository-state.ts';

/**
 * The one classic rule that applies to a branch: an exact rule before a pattern, older before newer.
 * None applies while all protections are switched off (GitHub documents no shape for that state; this is ours).
 */
export function ruleFor(repository: Repository, branch: string): ProtectionRule | undefined {
  if (repository.protectionsDisabled) return undefined;
  const rules = [...repository.rules.values()];
  return (
    ruleNamed(repository, branch) ??
    rules.find((rule) => !isExact(rule.pattern) && matchesBranch(rule.pattern, branch))
  );
}

/** The rule with exactly this pattern. */
export function ruleNamed(repository: Repository, pattern: string): ProtectionRule | undefined {
  return [...repository.rules.values()].find((rule) => rule.pattern === pattern);
}
