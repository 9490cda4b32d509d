import { reviewPayload } from '../shapes/review.ts';
import type { Review } from '../world/issue-state.ts';
import { pullNumbered } from '../world/issues.ts';
import { isoNow, personNamed, repositoryNamed } from '../world/lookup.ts';
import { nodeId } from '../world/node-id.ts';
import type { State } from '../world/state.ts';
import type { OnIssue } from './issues.ts';

export type NewReview = OnIssue & {
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  readonly body?: string;
};

/** Somebody reviews a pull request as it is now. Nobody approves their own. */
export function reviewPull(state: State, fullName: string, what: NewReview): Review {
  const repository = repositoryNamed(state, fullName);
  const { issue, pull } = pullNumbered(repository, what.number);
  const by = personNamed(state, what.by);
  if (issue.author === by.login && what.state !== 'COMMENTED') {
    throw new Error(`${by.login} cannot decide on their own pull request`);
  }
  const id = state.nextId();
  const review: Review = {
    id,
    nodeId: nodeId('PullRequestReview', id),
    author: by.login,
    body: what.body ?? '',
    sha: pull.headSha,
    submittedAt: isoNow(state),
    state: what.state,
  };
  pull.reviews.push(review);
  const body = reviewPayload(state, { repository, issue, review });
  state.announce({ event: 'pull_request_review', action: 'submitted', by, repository, body });
  return review;
}

/** Somebody takes another's review off the scales; that it was there stays to be seen. */
export function dismissReview(
  state: State,
  fullName: string,
  { number, review: id, by }: OnIssue & { readonly review: number },
): void {
  const repository = repositoryNamed(state, fullName);
  const { issue, pull } = pullNumbered(repository, number);
  const review = pull.reviews.find((one) => one.id === id);
  if (review === undefined) throw new Error(`${fullName}#${number} has no review ${id}`);
  review.state = 'DISMISSED';
  const body = reviewPayload(state, { repository, issue, review });
  state.announce({
    event: 'pull_request_review',
    action: 'dismissed',
    by: personNamed(state, by),
    repository,
    body,
  });
}
