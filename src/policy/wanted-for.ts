import { POLICY_REPOSITORY, type Problem, type RepoName, type Wanted } from '#model';
import { BUILT_IN } from './built-in.ts';
import { organisationLayer } from './organisation-layer.ts';
import type { PolicyFile } from './policy-file.ts';
import { repositoryLayer } from './repository-layer.ts';

/** What is wanted; what the repository's file asked for in vain; and what is worth saying besides. */
export type WantedAnswer = {
  readonly wanted: Wanted;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
};

/** The policy of one repository: built in, then the organisation's file, then the repository's own. Null: no file. */
export function wantedFor(layers: {
  readonly repo: RepoName;
  readonly organisation: PolicyFile | null;
  readonly repository: PolicyFile | null;
}): WantedAnswer {
  const { repo, organisation, repository } = layers;
  const organised = organisation === null ? BUILT_IN : organisationLayer(BUILT_IN, organisation, repo.name);
  if (repo.name.toLowerCase() === POLICY_REPOSITORY) return forPolicyRepository(organised);
  if (repository === null) return { wanted: organised, problems: [], notes: [] };
  return { ...repositoryLayer(organised, repository), notes: [] };
}

/**
 * The policy repository's own file is the organisation's, so it is one layer, not two. It is never exempt, and a
 * check is required there only once a workflow there can report it: else the policy could never be changed again.
 */
function forPolicyRepository(organised: Wanted): WantedAnswer {
  const checks = organised.checks.map((check) => ({ ...check, when: 'ready' as const }));
  return { wanted: { ...organised, exempt: null, checks }, problems: [], notes: [] };
}
