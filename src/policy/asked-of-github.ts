import { POLICY_REPOSITORY, type RepoName } from '#model';
import { BUILT_IN } from './built-in.ts';
import { over, SILENCE, type Layer } from './layer.ts';
import { fitsName } from './matches.ts';
import type { PolicyFile } from './policy-file.ts';

/** Whether what is wanted may hang on custom properties, so that they have to be read. */
export function asksForProperties(organisation: PolicyFile | null): boolean {
  return organisation?.blocks.some(({ match }) => match.properties !== undefined) ?? false;
}

/** Every branch that the files could ask for of a repository of this name, whatever else it is. */
export function branchesAsked(files: {
  readonly repo: RepoName;
  readonly organisation: PolicyFile | null;
  readonly repository: PolicyFile | null;
}): readonly string[] {
  const { repo, organisation, repository } = files;
  const isHome = repo.name.toLowerCase() === POLICY_REPOSITORY;
  const blocks = (organisation?.blocks ?? []).filter(({ match }) => fitsName(match, repo));
  const layers: readonly Layer[] = [
    over(BUILT_IN, organisation?.own ?? SILENCE),
    ...blocks.map(({ layer }) => layer),
    ...(repository === null || isHome ? [] : [repository.own]),
  ];
  const names = layers.flatMap(({ branches }) => branches?.items ?? []).map(({ value }) => value);
  return [...new Set(names)];
}
