import { fullNameOf } from '../world/lookup.ts';
import type { Comment, Issue, Reaction } from '../world/issue-state.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { loginShape, type Json } from './account.ts';
import { appShape } from './app.ts';
import { repositoryUrl } from './repository.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

/** An issue, or a pull request seen as one, as webhooks tell it. */
export function issueShape(state: State, repository: Repository, issue: Issue): Json {
  const base = repositoryUrl(state, repository);
  const url = `${base}/issues/${issue.number}`;
  const kind = issue.pull === null ? 'issues' : 'pull';
  const html = `${state.url}/${fullNameOf(repository)}/${kind}/${issue.number}`;
  return {
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: loginShape(state, issue.author),
    labels: issue.labels.map((name) => labelShape(base, name)),
    state: issue.state,
    locked: false,
    draft: issue.pull?.draft ?? false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: 'NONE',
    active_lock_reason: null,
    body: issue.body,
    reactions: reactionCounts(url, issue.reactions),
    ...pullLink(base, html, issue),
  };
}

/** A label; the simulated GitHub knows labels by their names only. */
function labelShape(base: string, name: string): Json {
  const url = `${base}/labels/${encodeURIComponent(name)}`;
  return { id: 1, node_id: 'LA_kwMQ', url, name, color: 'ededed', default: false, description: null };
}

export type CommentOf = { readonly repository: Repository; readonly issue: Issue; readonly comment: Comment };

export function commentShape(state: State, { repository, issue, comment }: CommentOf): Json {
  const base = repositoryUrl(state, repository);
  const url = `${base}/issues/comments/${comment.id}`;
  const kind = issue.pull === null ? 'issues' : 'pull';
  const app = comment.appId === null ? undefined : state.apps.get(comment.appId);
  return {
    url,
    html_url: `${state.url}/${fullNameOf(repository)}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${base}/issues/${issue.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: loginShape(state, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'NONE',
    body: comment.body,
    reactions: reactionCounts(url, comment.reactions),
    performed_via_github_app: app === undefined ? null : appShape(state, app),
  };
}

export function reactionShape(state: State, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: loginShape(state, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function isReaction(content: unknown): content is string {
  return typeof content === 'string' && CONTENTS.includes(content);
}

function pullLink(base: string, html: string, { number, pull }: Issue): Json {
  if (pull === null) return {};
  const pullRequest = {
    url: `${base}/pulls/${number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: pull.mergedAt,
  };
  return { pull_request: pullRequest };
}

function reactionCounts(url: string, reactions: readonly Reaction[]): Json {
  const counts: Record<string, number> = {};
  for (const content of CONTENTS) counts[content] = reactions.filter((one) => one.content === content).length;
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts };
}
