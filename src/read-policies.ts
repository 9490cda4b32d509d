import {
  fullName,
  type FileText,
  type Known,
  type RepoName,
  type RepoProperties,
  type RepoTraits,
} from '#model';
import type { Github } from '#github';

/** The policy files that are for a repository, and what blocks of them can go by. */
export type FoundPolicies = {
  readonly traits: RepoTraits;
  readonly organisation: Known<FileText | null>;
  readonly repository: Known<FileText | null>;
  readonly properties: () => Promise<Known<RepoProperties>>;
};

/** Reads them by the installation with this id; null: the App is not installed there. Writes nothing. */
export async function findPolicies(
  github: Github,
  repo: RepoName,
  installation: number | null,
): Promise<Known<FoundPolicies>> {
  if (installation === null) {
    const detail = `The App is not installed on ${fullName(repo)}, or there is no such repository.`;
    return { known: false, why: { code: 'repository_not_found', detail } };
  }
  const { reader } = github.installation(installation);
  const read = await reader.repository({ repo, branches: [] });
  if (!read.known) return read;
  const { repo: facts, organisationPolicy, repositoryPolicy } = read.value;
  return {
    known: true,
    value: {
      traits: facts,
      organisation: organisationPolicy,
      repository: repositoryPolicy,
      properties: () => reader.properties(repo),
    },
  };
}
