import {
  DEFAULT_BRANCH,
  fullName,
  type FileText,
  type Known,
  type RepoName,
  type RepoProperties,
  type RepoTraits,
} from '#model';
import { connectGithub, type Github } from '#github';
import type { Settings } from '#settings';
import { openInstallations } from './installations.ts';
import { createLog } from './log.ts';
import { createProbot } from './probot.ts';

/** The policy files that are for a repository, and what blocks of them can go by. */
type FoundPolicies = {
  readonly traits: RepoTraits;
  readonly organisation: Known<FileText | null>;
  readonly repository: Known<FileText | null>;
  readonly properties: () => Promise<Known<RepoProperties>>;
};

/** The policy files for one repository as GitHub has them now. Reads only; throws where GitHub cannot be asked. */
export async function readPolicies(settings: Settings, repo: RepoName): Promise<Known<FoundPolicies>> {
  const { credentials, writeIntervalMs } = settings;
  if (credentials === null) throw new Error('there are no credentials');
  const log = createLog({ level: 'silent', secrets: [] });
  const probot = createProbot({ settings, log }, credentials);
  const github = connectGithub({
    auth: (id) => probot.auth(id),
    appId: credentials.appId,
    writeIntervalMs,
    warn: () => undefined,
  });
  return findPolicies(github, repo, await openInstallations(probot).on(repo));
}

/** Reads them by the installation with this id; null: the App is not installed there. */
async function findPolicies(
  github: Github,
  repo: RepoName,
  installation: number | null,
): Promise<Known<FoundPolicies>> {
  if (installation === null) {
    const detail = `The App is not installed on ${fullName(repo)}, or there is no such repository.`;
    return { known: false, why: { code: 'repository_not_found', detail } };
  }
  const { reader } = github.installation(installation);
  // One branch at least: GitHub refuses a query with a part that nothing uses.
  const read = await reader.repository({ repo, branches: [DEFAULT_BRANCH] });
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
