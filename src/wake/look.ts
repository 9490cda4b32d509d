import { POLICY_REPOSITORY, type RepoName } from '#model';
import type { Event, Target } from './event.ts';
import { added, changes, created, push } from './payload.ts';
import { touchesPolicy } from './touches-policy.ts';

/** One sweep is cheaper than this many single looks. */
const MANY_REPOSITORIES = 25;
/** Beside the default branch: a repository may have another one and its policy still say `main`. */
const MAIN = 'main';

/** The whole installation. */
export function organisation({ common }: Event): readonly Target[] {
  const owner = common.installation.account ?? common.account ?? common.organization;
  return owner ? whole(owner.login) : [];
}

/** The repository the event is about. */
export function repository({ common }: Event): readonly Target[] {
  return common.repository ? lookAt(common.repository) : [];
}

/** The repository itself changed. If it holds (or held) the organisation's policy, everything hangs on it. */
export function repositoryChanged({ common, payload }: Event): readonly Target[] {
  if (!common.repository) return [];
  const { owner, name } = common.repository;
  const former = changes.safeParse(payload).data?.changes?.repository?.name.from;
  const policy = isPolicyRepository(name) || (former !== undefined && isPolicyRepository(former));
  return [...lookAt({ owner, name }), ...(policy ? whole(owner) : [])];
}

/** A ruleset: of one repository, or (without one) of the organisation. */
export function repositoryOrOrganisation(event: Event): readonly Target[] {
  return event.common.repository ? repository(event) : organisation(event);
}

/** `repository.edited` is mostly about descriptions and topics. */
export function defaultBranchChanged(event: Event): readonly Target[] {
  return changes.safeParse(event.payload).data?.changes?.default_branch ? repositoryChanged(event) : [];
}

/** Repositories given to the installation. */
export function addedRepositories(event: Event): readonly Target[] {
  const repos = added.safeParse(event.payload).data?.repositories_added.map((each) => each.full_name) ?? [];
  const policy = repos.some((repo) => isPolicyRepository(repo.name));
  const org = policy || repos.length > MANY_REPOSITORIES ? organisation(event) : [];
  return repos.length > MANY_REPOSITORIES && org.length > 0 ? org : [...repos.flatMap(lookAt), ...org];
}

/** A new branch, or a renamed one under its new name. */
export function branchCreated({ common, payload }: Event): readonly Target[] {
  const { data } = created.safeParse(payload);
  if (!common.repository || data?.ref_type !== 'branch') return [];
  return lookAtBranch(common.repository, data.ref);
}

/** New commits on a branch, or its deletion. */
export function pushed({ common, payload }: Event): readonly Target[] {
  const { data } = push.safeParse(payload);
  if (!common.repository || !data?.ref.startsWith('refs/heads/')) return [];
  const branch = data.ref.slice('refs/heads/'.length);
  const { owner, name, defaultBranch } = common.repository;
  const onDefault = defaultBranch === null || branch === defaultBranch;
  const policy = isPolicyRepository(name) && onDefault && touchesPolicy(data);
  return [...lookAtBranch(common.repository, branch), ...(policy ? whole(owner) : [])];
}

/** Which branches a policy names is not known here, so most are named in the cause and decided there. */
function lookAtBranch(
  repo: RepoName & { readonly defaultBranch: string | null },
  branch: string,
): readonly Target[] {
  return isWatched(branch, repo.defaultBranch)
    ? lookAt(repo)
    : lookAt(repo).map((target) => ({ ...target, branch }));
}

function lookAt({ owner, name }: RepoName): readonly Target[] {
  return [{ key: { kind: 'repo', repo: { owner, name } } }];
}

function whole(org: string): readonly Target[] {
  return [{ key: { kind: 'org', org } }];
}

function isWatched(branch: string, defaultBranch: string | null): boolean {
  return branch === MAIN || defaultBranch === null || branch === defaultBranch;
}

function isPolicyRepository(name: string): boolean {
  return name.toLowerCase() === POLICY_REPOSITORY;
}
