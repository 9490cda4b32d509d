import { matchesBranch } from './branch-pattern.ts';
import { planOffersProtection } from './caller.ts';
import type { Ruleset, RulesetRule } from './protection-state.ts';
import type { Repository } from './repository-state.ts';
import type { State } from './state.ts';

export type RuleInForce = { readonly rule: RulesetRule; readonly ruleset: Ruleset };

/** The rules of active rulesets, of the repository and of its organisation, that apply to a branch. */
export function rulesInForce(state: State, repository: Repository, branch: string): readonly RuleInForce[] {
  if (!planOffersProtection(state, repository)) return [];
  return rulesetsOver(state, repository)
    .filter((ruleset) => ruleset.enforcement === 'active' && coversBranch(ruleset, repository, branch))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ rule, ruleset })));
}

/** The repository's own rulesets and those of its organisation that are about it, in force or not. */
export function rulesetsOver(state: State, repository: Repository): readonly Ruleset[] {
  const ofOrganisation = [...(state.organisations.get(repository.owner)?.rulesets.values() ?? [])];
  const about = ofOrganisation.filter(({ repositories }) =>
    repositories.some((name) => name === '~ALL' || matchesBranch(name, repository.name)),
  );
  return [...repository.rulesets.values(), ...about];
}

export function coversBranch(ruleset: Ruleset, repository: Repository, branch: string): boolean {
  const { target, include, exclude } = ruleset;
  return target === 'branch' && isNamed(include, repository, branch) && !isNamed(exclude, repository, branch);
}

function isNamed(patterns: readonly string[], repository: Repository, branch: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === repository.defaultBranch;
    return matchesBranch(pattern, `refs/heads/${branch}`);
  });
}
