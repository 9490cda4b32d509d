import { addComment, changeComment, findComment } from '../world/comments.ts';
import type { Comment, Issue } from '../world/issue-state.ts';
import { changeIssue, issueNumbered, openIssue as open, type IssueText } from '../world/issues.ts';
import { personNamed, repositoryNamed } from '../world/lookup.ts';
import type { State } from '../world/state.ts';

export type NewIssue = IssueText & { readonly by: string };

export function openIssue(state: State, fullName: string, what: NewIssue): Issue {
  const repository = repositoryNamed(state, fullName);
  const { by, ...text } = what;
  return open(state, { repository, by: personNamed(state, by) }, text);
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

/** Closes an issue by hand. */
export function closeIssue(state: State, fullName: string, { number, by }: OnIssue): void {
  const repository = repositoryNamed(state, fullName);
  const issue = issueNumbered(repository, number);
  changeIssue(state, { repository, issue, by: personNamed(state, by) }, { state: 'closed' });
}
