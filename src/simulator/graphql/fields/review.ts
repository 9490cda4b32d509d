import type { Review } from '../../world/issue-state.ts';
import { fullNameOf } from '../../world/lookup.ts';
import { mayWrite, roleOf } from '../../world/roles.ts';
import type { State } from '../../world/state.ts';
import { page, PAGING } from '../page.ts';
import { actorNamed, as, type Args, type Field, type Fields, type Source } from '../source.ts';

type Pull = Source<'PullRequest'>;
type ReviewSource = Source<'PullRequestReview'>;

/** What a pull request shows of its reviews. */
export const REVIEWS: Fields<'PullRequest'> = {
  reviews: {
    takes: [...PAGING, 'states', 'author'],
    resolve: (source, args) => {
      const { states, author } = args;
      const asked = source.pull.reviews.filter(
        (review) =>
          (!Array.isArray(states) || states.includes(review.state)) &&
          (typeof author !== 'string' || author === review.author),
      );
      return page(shown(source, asked), args);
    },
  },
  latestReviews: latestOf(() => true),
  // A comment after a verdict leaves the verdict as it is.
  latestOpinionatedReviews: latestOf(({ state }) => state !== 'COMMENTED'),
};

/** Of each reviewer the newest review that counts. */
function latestOf(counts: (review: Review) => boolean): Field<Pull> {
  return {
    takes: [...PAGING, 'writersOnly'],
    resolve: (source, args, { state }) => {
      const newest = new Map(source.pull.reviews.filter(counts).map((review) => [review.author, review]));
      const asked = [...newest.values()].filter((review) => isAsked(state, { source, review }, args));
      return page(shown(source, asked), args);
    },
  };
}

type Of = { readonly source: Pull; readonly review: Review };

function isAsked(state: State, { source, review }: Of, { writersOnly }: Args): boolean {
  return writersOnly !== true || mayWrite(roleOf(state, source.repository, review.author));
}

function shown({ repository, issue, pull }: Pull, reviews: readonly Review[]): readonly ReviewSource[] {
  return reviews.map((review) => as('PullRequestReview', { repository, issue, pull, review }));
}

export const REVIEW_FIELDS: Fields<'PullRequestReview'> = {
  id: ({ review }) => review.nodeId,
  databaseId: ({ review }) => review.id,
  fullDatabaseId: ({ review }) => String(review.id),
  author: ({ review }, _, { state }) => actorNamed(state, review.author),
  authorCanPushToRepository: ({ repository, review }, _, { state }) =>
    mayWrite(roleOf(state, repository, review.author)),
  body: ({ review }) => review.body,
  state: ({ review }) => review.state,
  commit: ({ repository, review }) => {
    const commit = repository.commits.get(review.sha);
    return commit === undefined ? null : as('Commit', { repository, commit });
  },
  createdAt: ({ review }) => review.submittedAt,
  submittedAt: ({ review }) => review.submittedAt,
  pullRequest: ({ repository, issue, pull }) => as('PullRequest', { repository, issue, pull }),
  repository: ({ repository }) => as('Repository', { repository }),
  url: (source, _, { state }) => `${state.url}${pathOf(source)}`,
  resourcePath: (source) => pathOf(source),
};

function pathOf({ repository, issue, review }: ReviewSource): string {
  return `/${fullNameOf(repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
}
