import { issueShape } from '../shapes/issue.ts';
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

export type OnIssue = { readonly number: number; readonly by: string };

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

export function addIssue(
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

export function issueNumbered(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new Error(`${repository.name} has no issue ${number}`);
  return issue;
}

export function closeIssue(state: State, issue: Issue): void {
  issue.state = 'closed';
  issue.closedAt = isoNow(state);
  issue.updatedAt = issue.closedAt;
}
