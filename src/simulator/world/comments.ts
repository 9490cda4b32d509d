import { commentShape, issueShape, type CommentOf } from '../shapes/issue.ts';
import type { Comment, Issue, Reaction } from './issue-state.ts';
import { isoNow } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

export type NewComment = {
  readonly repository: Repository;
  readonly issue: Issue;
  readonly by: Person;
  readonly body: string;
  /** The app that writes, when it is one. */
  readonly appId?: number;
};

export function addComment(state: State, { repository, issue, by, body, appId }: NewComment): Comment {
  const id = state.nextId();
  const now = isoNow(state);
  const comment: Comment = {
    id,
    nodeId: nodeId('IssueComment', id),
    author: by.login,
    createdAt: now,
    appId: appId ?? null,
    reactions: [],
    body,
    updatedAt: now,
  };
  issue.comments.push(comment);
  issue.updatedAt = now;
  tellComment(state, { repository, issue, comment, by }, { action: 'created' });
  return comment;
}

export function changeComment(state: State, of: CommentOf & { readonly by: Person }, body: string): Comment {
  const { comment } = of;
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = isoNow(state);
  tellComment(state, of, { action: 'edited', changes: { body: { from } } });
  return comment;
}

/** A person has each reaction once: the one that was there already comes back as it is. */
export function addReaction(
  state: State,
  on: Comment | Issue,
  { content, by }: { readonly content: string; readonly by: Person },
): { readonly reaction: Reaction; readonly existed: boolean } {
  const there = on.reactions.find((one) => one.content === content && one.author === by.login);
  if (there !== undefined) return { reaction: there, existed: true };
  const id = state.nextId();
  const reaction: Reaction = {
    id,
    nodeId: nodeId('Reaction', id),
    content,
    author: by.login,
    createdAt: isoNow(state),
  };
  on.reactions.push(reaction);
  return { reaction, existed: false };
}

/** The comment with this id and the issue it stands under. */
export function findComment(repository: Repository, id: number): Omit<CommentOf, 'repository'> | undefined {
  for (const issue of repository.issues.values()) {
    const comment = issue.comments.find((one) => one.id === id);
    if (comment !== undefined) return { issue, comment };
  }
  return undefined;
}

function tellComment(
  state: State,
  of: CommentOf & { readonly by: Person },
  { action, ...rest }: { readonly action: string; readonly changes?: unknown },
): void {
  const { repository, issue, by } = of;
  const body = { issue: issueShape(state, repository, issue), comment: commentShape(state, of), ...rest };
  state.announce({ event: 'issue_comment', action, by, repository, body });
}
