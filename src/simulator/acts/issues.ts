import { issueShape } from '../shapes/issue.ts';
import { pullShape } from '../shapes/pull.ts';
import { addCommit, copyCommit, moveBranch } from '../world/branches.ts';
import { addComment, changeComment, findComment } from '../world/comments.ts';
import type { Comment, Issue, PullRequest } from '../world/issue-state.ts';
import { isoNow, personNamed, repositoryNamed } from '../world/lookup.ts';
import { nodeId } from '../world/node-id.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';

export type NewIssue = { readonly title: string; readonly body?: string; readonly by: string };

export function openIssue(state: State, fullName: string, what: NewIssue): Issue {
  const repository = repositoryNamed(state, fullName);
  const issue = addIssue(state, repository, { ...what, pull: null });
  const body = { issue: issueShape(state, repository, issue) };
  state.announce({ event: 'issues', action: 'opened', by: personNamed(state, what.by), repository, body });
  return issue;
}

export type NewPull = NewIssue & {
  readonly branch: string;
  readonly base?: string;
  /** Full name of the fork that the branch is in. */
  readonly fork?: string;
  readonly draft?: boolean;
};

/** Opens a pull request from an existing branch. */
export function openPull(state: State, fullName: string, what: NewPull): Issue {
  const repository = repositoryNamed(state, fullName);
  const from = what.fork === undefined ? repository : repositoryNamed(state, what.fork);
  const headSha = from.branches.get(what.branch);
  const baseBranch = what.base ?? repository.defaultBranch;
  const baseSha = repository.branches.get(baseBranch);
  if (headSha === undefined || baseSha === undefined)
    throw new Error(`No branch ${what.branch}, or no ${baseBranch}`);
  copyCommit(from, repository, headSha);
  const id = state.nextId();
  const pull: PullRequest = {
    id,
    nodeId: nodeId('PullRequest', id),
    headBranch: what.branch,
    headRepositoryId: from.id,
    headOwner: from.owner,
    baseBranch,
    headSha,
    baseSha,
    draft: what.draft ?? false,
    mergedAt: null,
    mergeSha: null,
  };
  const issue = addIssue(state, repository, { ...what, pull });
  tellPull(state, { repository, issue, by: what.by, action: 'opened' });
  return issue;
}

export type OnIssue = { readonly number: number; readonly by: string };

/** Merges a pull request into its base branch. */
export function mergePull(state: State, fullName: string, { number, by }: OnIssue): void {
  const repository = repositoryNamed(state, fullName);
  const issue = issueNumbered(repository, number);
  const { pull } = issue;
  if (pull === null) throw new Error(`${fullName}#${number} is not a pull request`);
  const files = Object.fromEntries(repository.commits.get(pull.headSha)?.files ?? []);
  const merge = { message: `Merge pull request #${number}`, files, deletes: [] };
  const parent = repository.branches.get(pull.baseBranch);
  const commit = addCommit(state, { repository, parent, by: personNamed(state, by), ...merge });
  pull.mergeSha = commit.sha;
  pull.mergedAt = isoNow(state);
  closeIssue(state, issue);
  tellPull(state, { repository, issue, by, action: 'closed' });
  moveBranch(state, { repository, branch: pull.baseBranch, to: commit.sha, by: personNamed(state, by) });
}

export function closePull(state: State, fullName: string, { number, by }: OnIssue): void {
  const repository = repositoryNamed(state, fullName);
  const issue = issueNumbered(repository, number);
  closeIssue(state, issue);
  tellPull(state, { repository, issue, by, action: 'closed' });
}

/** Writes a comment under an issue or pull request. */
export function comment(
  state: State,
  fullName: string,
  { number, by, body }: OnIssue & { readonly body: string },
): Comment {
  const repository = repositoryNamed(state, fullName);
  const issue = issueNumbered(repository, number);
  return addComment(state, { repository, issue, by: personNamed(state, by), body });
}

export type CommentEdit = { readonly id: number; readonly body: string; readonly by: string };

export function editComment(state: State, fullName: string, { id, body, by }: CommentEdit): void {
  const repository = repositoryNamed(state, fullName);
  const found = findComment(repository, id);
  if (found === undefined) throw new Error(`${fullName} has no comment ${id}`);
  changeComment(state, { repository, ...found, by: personNamed(state, by) }, body);
}

function addIssue(
  state: State,
  repository: Repository,
  what: NewIssue & { readonly pull: PullRequest | null },
): Issue {
  const id = state.nextId();
  const now = isoNow(state);
  const issue: Issue = {
    id,
    nodeId: nodeId('Issue', id),
    number: repository.issues.size + 1,
    author: personNamed(state, what.by).login,
    createdAt: now,
    comments: [],
    reactions: [],
    pull: what.pull,
    title: what.title,
    body: what.body ?? null,
    state: 'open',
    updatedAt: now,
    closedAt: null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

function issueNumbered(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new Error(`${repository.name} has no issue ${number}`);
  return issue;
}

function closeIssue(state: State, issue: Issue): void {
  issue.state = 'closed';
  issue.closedAt = isoNow(state);
  issue.updatedAt = issue.closedAt;
}

type PullNews = {
  readonly repository: Repository;
  readonly issue: Issue;
  readonly by: string;
  readonly action: string;
};

function tellPull(state: State, { repository, issue, by, action }: PullNews): void {
  const body = { number: issue.number, pull_request: pullShape(state, repository, issue) };
  state.announce({ event: 'pull_request', action, by: personNamed(state, by), repository, body });
}
