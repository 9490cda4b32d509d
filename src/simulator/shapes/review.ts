import { fullNameOf } from '../world/lookup.ts';
import type { Issue, Review } from '../world/issue-state.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { loginShape, type Json } from './account.ts';
import { pullShape } from './pull.ts';
import { repositoryUrl } from './repository.ts';

export type ReviewOf = { readonly repository: Repository; readonly issue: Issue; readonly review: Review };

/** A review as REST answers it. */
export function reviewShape(state: State, { repository, issue, review }: ReviewOf): Json {
  const html = `${state.url}/${fullNameOf(repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
  const pull = `${repositoryUrl(state, repository)}/pulls/${issue.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: loginShape(state, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: 'NONE',
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.sha,
  };
}

/** What the event `pull_request_review` tells, which writes states in small letters. */
export function reviewPayload(state: State, of: ReviewOf): Json {
  const { repository, issue, review } = of;
  const shape = { ...reviewShape(state, of), state: review.state.toLowerCase() };
  return { review: shape, pull_request: pullShape(state, repository, issue) };
}
