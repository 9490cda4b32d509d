import {
  fullName,
  POLICY_PATH,
  POLICY_REPOSITORY,
  type FileText,
  type Known,
  type Problem,
  type RepoName,
} from '#model';
import { asksForProperties, parsePolicy, wantedFor, type PolicyFile, type WantedAnswer } from '#policy';
import type { Sources } from './sources.ts';

/** What the files are called in the answer. */
export type Names = { readonly organisation: string; readonly repository: string };

/** The resulting policy, with all that is wrong on the way to it; `wanted` null: a file is broken or unread. */
export type Resolved = {
  readonly answer: WantedAnswer | null;
  readonly problems: readonly Problem[];
};

/** The policy of a repository as the files say it now. */
export async function resolve(repo: RepoName, sources: Sources, names: Names): Promise<Resolved> {
  const isHome = repo.name.toLowerCase() === POLICY_REPOSITORY;
  const organisation = read(sources.organisation, { file: names.organisation, level: 'organisation' });
  const repository = isHome
    ? NOTHING
    : read(sources.repository, { file: names.repository, level: 'repository' });
  const broken = [...organisation.problems, ...repository.problems];
  if (broken.length > 0) return { answer: null, problems: broken };
  const asks = asksForProperties(organisation.policy);
  const answer = wantedFor({
    repo: { ...repo, ...sources.traits },
    properties: asks && sources.properties !== null ? await sources.properties() : null,
    organisation: organisation.policy,
    repository: repository.policy,
    now: new Date(),
  });
  const unknown = answer.unknown === null ? [] : [answer.unknown];
  return { answer, problems: [...unknown, ...answer.problems] };
}

/** The files as they are called on GitHub. */
export function namesOn(repo: RepoName): Names {
  const home = { owner: repo.owner, name: POLICY_REPOSITORY };
  return {
    organisation: `${fullName(home)}/${POLICY_PATH}`,
    repository: `${fullName(repo)}/${POLICY_PATH}`,
  };
}

type Parsed = { readonly policy: PolicyFile | null; readonly problems: readonly Problem[] };
const NOTHING: Parsed = { policy: null, problems: [] };

function read(found: Known<FileText | null>, where: Parameters<typeof parsePolicy>[1]): Parsed {
  if (!found.known) return { policy: null, problems: [found.why] };
  return found.value === null ? NOTHING : parsePolicy(found.value.text, where);
}
