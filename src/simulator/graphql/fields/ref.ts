import { planOffersProtection } from '../../world/caller.ts';
import { nodeId } from '../../world/node-id.ts';
import { ruleFor } from '../../world/rule-for.ts';
import { seesProtection } from '../access.ts';
import { as, type Fields } from '../source.ts';
import { rulesInForcePage } from './ruleset.ts';

/** Branches only; the simulated GitHub has no tags. */
export const REF_FIELDS: Fields<'Ref'> = {
  id: ({ repository, branch }) => nodeId('Ref', `${repository.id}:refs/heads/${branch}`),
  name: ({ branch }) => branch,
  prefix: () => 'refs/heads/',
  repository: ({ repository }) => as('Repository', { repository }),
  target: ({ repository, branch }) => {
    const commit = repository.commits.get(repository.branches.get(branch) ?? '');
    return commit === undefined ? null : as('Commit', { repository, commit });
  },
  branchProtectionRule: ({ repository, branch }, _, context) => {
    const offered = planOffersProtection(context.state, repository) && seesProtection(context, repository);
    const rule = offered ? ruleFor(repository, branch) : undefined;
    return rule === undefined ? null : as('BranchProtectionRule', { repository, rule });
  },
  rules: rulesInForcePage,
};
