import { fullNameOf } from '../world/lookup.ts';
import type { Issue, PullRequest } from '../world/issue-state.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { loginShape, type Json } from './account.ts';
import { changedFiles } from './diff.ts';
import { fullRepositoryShape, repositoryUrl } from './repository.ts';

/** A pull request as it stands inside check runs and suites. */
export function minimalPullShape(state: State, repository: Repository, number: number): Json {
  const pull = repository.issues.get(number)?.pull;
  if (!pull) return {};
  const repo = { id: repository.id, url: repositoryUrl(state, repository), name: repository.name };
  return {
    url: `${repositoryUrl(state, repository)}/pulls/${number}`,
    id: pull.id,
    number,
    head: { ref: pull.headBranch, sha: pull.headSha, repo },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
  };
}

/** A pull request as REST answers it and as the event `pull_request` tells it. */
export function pullShape(state: State, repository: Repository, issue: Issue): Json {
  const { pull } = issue;
  if (pull === null) return {};
  const url = `${repositoryUrl(state, repository)}/pulls/${issue.number}`;
  const html = `${state.url}/${fullNameOf(repository)}/pull/${issue.number}`;
  return {
    ...links({ url, html, issueUrl: url.replace('/pulls/', '/issues/'), sha: pull.headSha }),
    id: pull.id,
    node_id: pull.nodeId,
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: loginShape(state, issue.author),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    ...ends(state, repository, pull),
    author_association: 'NONE',
    auto_merge: null,
    active_lock_reason: null,
    ...figures(repository, issue, pull),
    merged_by: pull.mergedBy === null ? null : loginShape(state, pull.mergedBy),
  };
}

type Where = { readonly url: string; readonly html: string; readonly issueUrl: string; readonly sha: string };

function links({ url, html, issueUrl, sha }: Where): Json {
  const repo = url.replace(/\/pulls\/\d+$/, '');
  const addresses = {
    commits: `${url}/commits`,
    review_comments: `${url}/comments`,
    review_comment: `${repo}/pulls/comments{/number}`,
    comments: `${issueUrl}/comments`,
    statuses: `${repo}/statuses/${sha}`,
  };
  const named = { self: url, html, issue: issueUrl, ...addresses };
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    ...Object.fromEntries(Object.entries(addresses).map(([key, value]) => [`${key}_url`, value])),
    _links: Object.fromEntries(Object.entries(named).map(([key, href]) => [key, { href }])),
  };
}

function ends(state: State, repository: Repository, pull: PullRequest): Json {
  const from = state.repositories.get(pull.headRepositoryId);
  const base = fullRepositoryShape(state, repository);
  return {
    head: {
      label: `${pull.headOwner}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.headSha,
      user: loginShape(state, pull.headOwner),
      repo: from === undefined ? null : fullRepositoryShape(state, from),
    },
    base: {
      label: `${repository.owner}:${pull.baseBranch}`,
      ref: pull.baseBranch,
      sha: pull.baseSha,
      user: loginShape(state, repository.owner),
      repo: base,
    },
  };
}

function figures(repository: Repository, issue: Issue, pull: PullRequest): Json {
  const files = changedFiles(repository, pull.baseSha, pull.headSha);
  return {
    merged: pull.mergedAt !== null,
    mergeable: issue.state === 'open' ? true : null,
    rebaseable: issue.state === 'open' ? true : null,
    mergeable_state: issue.state === 'open' ? 'unknown' : 'clean',
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
