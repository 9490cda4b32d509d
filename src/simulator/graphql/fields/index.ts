import type { Fields, TypeName } from '../source.ts';
import { ACCOUNT_TYPES } from './accounts.ts';
import { CHECK_TYPES } from './checks.ts';
import { COMMIT_FIELDS } from './commit.ts';
import { FILE_TYPES } from './files.ts';
import { MERGE_QUEUE_FIELDS } from './merge-queue.ts';
import { MUTATION_FIELDS } from './mutation.ts';
import { PULL_REQUEST_FIELDS } from './pull-request.ts';
import { QUERY_FIELDS } from './query.ts';
import { REF_FIELDS } from './ref.ts';
import { REPOSITORY_FIELDS } from './repository.ts';
import { REVIEW_FIELDS } from './review.ts';
import { RULE_FIELDS } from './rule.ts';
import { RULESET_TYPES } from './ruleset.ts';

type Tables = { readonly [Name in TypeName]: Fields<Name> };

/** Every simulated type with its simulated fields. */
export const TYPES: Tables = {
  Query: QUERY_FIELDS,
  Mutation: MUTATION_FIELDS,
  Repository: REPOSITORY_FIELDS,
  Ref: REF_FIELDS,
  Commit: COMMIT_FIELDS,
  BranchProtectionRule: RULE_FIELDS,
  PullRequest: PULL_REQUEST_FIELDS,
  PullRequestReview: REVIEW_FIELDS,
  MergeQueue: MERGE_QUEUE_FIELDS,
  ...ACCOUNT_TYPES,
  ...FILE_TYPES,
  ...CHECK_TYPES,
  ...RULESET_TYPES,
};
