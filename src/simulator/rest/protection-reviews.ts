import { reviewsShape, signaturesShape } from '../shapes/protection.ts';
import { notFound } from '../server/refusal.ts';
import type { RequiredReviews } from '../world/protection-state.ts';
import { appliedRule, branchOf, changeRule } from './applied-rule.ts';
import { withProtection, type RepositoryCall } from './in-repository.ts';
import { changedReviews } from './protection-body.ts';
import type { Answer, Route } from './route.ts';

const PATH = '/repos/{owner}/{repo}/branches/{branch}/protection';
const REVIEWS = `${PATH}/required_pull_request_reviews`;
const SIGNATURES = `${PATH}/required_signatures`;
const KEYS = [
  'dismissal_restrictions',
  'dismiss_stale_reviews',
  'require_code_owner_reviews',
  'required_approving_review_count',
  'require_last_push_approval',
  'bypass_pull_request_allowances',
];

/** The reviews and the signatures of a branch's protection, each as a part of its own. */
export const protectionReviewRoutes: readonly Route[] = [
  { method: 'GET', path: REVIEWS, answer: withProtection('read', getReviews) },
  { method: 'PATCH', path: REVIEWS, accepts: KEYS, answer: withProtection('write', patchReviews) },
  { method: 'DELETE', path: REVIEWS, answer: withProtection('write', deleteReviews) },
  { method: 'GET', path: SIGNATURES, answer: withProtection('read', getSignatures) },
  { method: 'POST', path: SIGNATURES, answer: withProtection('write', postSignatures) },
  { method: 'DELETE', path: SIGNATURES, answer: withProtection('write', deleteSignatures) },
];

function getReviews(call: RepositoryCall): Answer {
  return { status: 200, body: reviewsShape(call.state, branchOf(call), reviewsIn(call)) };
}

function patchReviews(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const now = appliedRule(call).settings;
  const reviews = changedReviews({ state, repository, now }, reviewsIn(call), call.body);
  changeRule(call, appliedRule(call), { reviews });
  return getReviews(call);
}

function deleteReviews(call: RepositoryCall): Answer {
  reviewsIn(call);
  changeRule(call, appliedRule(call), { reviews: null });
  return { status: 204 };
}

function getSignatures(call: RepositoryCall): Answer {
  return { status: 200, body: signaturesShape(call.state, branchOf(call), appliedRule(call).settings) };
}

function postSignatures(call: RepositoryCall): Answer {
  changeRule(call, appliedRule(call), { signatures: true });
  return getSignatures(call);
}

function deleteSignatures(call: RepositoryCall): Answer {
  changeRule(call, appliedRule(call), { signatures: false });
  return { status: 204 };
}

/** In which words GitHub says that reviews are off is not documented, nor whether a PATCH then switches them on. */
function reviewsIn(call: RepositoryCall): RequiredReviews {
  const { reviews } = appliedRule(call).settings;
  if (reviews === null) throw notFound();
  return reviews;
}
