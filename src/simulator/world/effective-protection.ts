import { planOffersProtection } from './caller.ts';
import type { BranchProtection, EffectiveProtection } from './protection-write.ts';
import type { Repository } from './repository-state.ts';
import { ruleFor } from './rule-for.ts';
import { rulesInForce } from './rules-in-force.ts';
import type { State } from './state.ts';

/** What holds in a repository now; a value that later changes leave alone. */
export function effectiveProtection(state: State, repository: Repository): EffectiveProtection {
  const branches = new Set([repository.defaultBranch, ...repository.branches.keys()]);
  return Object.fromEntries(
    [...branches].map((branch) => [branch, branchProtection(state, repository, branch)]),
  );
}

function branchProtection(state: State, repository: Repository, branch: string): BranchProtection {
  const isOffered = planOffersProtection(state, repository);
  const rules = rulesInForce(state, repository, branch);
  return {
    classic: (isOffered ? ruleFor(repository, branch)?.settings : null) ?? null,
    rules: rules.map(({ rule, ruleset }) => ({ ...rule, bypassActors: ruleset.bypassActors })),
  };
}
