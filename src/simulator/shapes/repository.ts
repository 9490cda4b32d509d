import { accountNamed, fullNameOf } from '../world/lookup.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { accountShape, apiUrl, type Json } from './account.ts';

/** Resources under a repository's own address: key → the rest of the URL. */
const LINKS = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
} as const;

/** What GitHub counts and the simulated one has none of. */
const COUNTS = {
  size: 1,
  stargazers_count: 0,
  watchers_count: 0,
  watchers: 0,
  forks_count: 0,
  forks: 0,
  license: null,
  homepage: null,
  mirror_url: null,
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: true,
  has_pages: false,
  has_discussions: false,
  allow_forking: true,
  web_commit_signoff_required: false,
};

export function repositoryUrl(state: State, repository: Repository): string {
  return `${apiUrl(state)}/repos/${fullNameOf(repository)}`;
}

/** A repository as in webhooks and in lists. */
export function repositoryShape(state: State, repository: Repository): Json {
  const { id, nodeId, name, visibility } = repository;
  const fullName = fullNameOf(repository);
  const html = `${state.url}/${fullName}`;
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id,
    node_id: nodeId,
    name,
    full_name: fullName,
    private: visibility !== 'public',
    owner: accountShape(state, accountNamed(state, repository.owner)),
    html_url: html,
    description: repository.description,
    fork: repository.fork,
    ...links(state, repository),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt ?? repository.createdAt,
    git_url: `git://github.example/${fullName}.git`,
    ssh_url: `git@github.example:${fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    ...COUNTS,
    language: repository.language,
    archived: repository.archived,
    disabled: repository.disabled,
    open_issues_count: open,
    open_issues: open,
    is_template: repository.template,
    topics: repository.topics,
    custom_properties: repository.properties,
    visibility,
    default_branch: repository.defaultBranch,
  };
}

/** A repository as `GET /repos/{owner}/{repo}` answers it. */
export function fullRepositoryShape(state: State, repository: Repository): Json {
  return { ...repositoryShape(state, repository), network_count: 0, subscribers_count: 0 };
}

/** A repository as installations list it. */
export function shortRepositoryShape(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.visibility !== 'public',
  };
}

function links(state: State, repository: Repository): Json {
  const url = repositoryUrl(state, repository);
  return { url, ...Object.fromEntries(Object.entries(LINKS).map(([key, rest]) => [key, `${url}/${rest}`])) };
}
