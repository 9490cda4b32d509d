import { z } from 'zod';
import { connection } from './connection.ts';
import { branchShape, factsShape, fileShape, folderShape, queueShape } from './reading-shape.ts';

const folder = z.object({ object: folderShape }).nullish();
const file = z.object({ object: fileShape }).nullish();
const counted = z.object({ totalCount: z.number() });

const reported = z.object({
  __typename: z.string(),
  name: z.string().optional(),
  status: z.string().optional(),
  conclusion: z.string().nullish(),
  externalId: z.string().nullish(),
  checkSuite: z.object({ app: z.object({ databaseId: z.number().nullable() }).nullish() }).nullish(),
  context: z.string().optional(),
  state: z.string().optional(),
});
export type ReportedShape = z.infer<typeof reported>;

const suite = z.object({
  createdAt: z.string(),
  checkRuns: counted.nullish(),
  workflowRun: z.object({ file: z.object({ path: z.string() }).nullish() }).nullish(),
});

const otherPull = z.object({
  number: z.number(),
  state: z.string(),
  baseRefName: z.string(),
  headRefOid: z.string(),
  baseRepository: z.object({ databaseId: z.number().nullable() }).nullish(),
  baseRef: z.object({ branchProtectionRule: z.object({ id: z.string() }).nullish() }).nullish(),
});

/** A commit as the fragment `Head` selects it. */
export const commitShape = z.object({
  oid: z.string(),
  workflows: folder,
  policy: file,
  statusCheckRollup: z.object({ contexts: connection(reported).and(counted.nullish()) }).nullish(),
  checkSuites: connection(suite).and(counted.nullish()),
  associatedPullRequests: connection(otherPull).and(counted.nullish()),
});
export type CommitShape = z.infer<typeof commitShape>;

const base = branchShape
  .extend({ target: branchShape.shape.target.unwrap().extend({ workflows: folder }).nullable() })
  .nullish();

/** A review, and the commit that it is of. */
export const review = z.object({
  state: z.string(),
  author: z.object({ login: z.string() }).nullish(),
  commit: z.object({ oid: z.string() }).nullish(),
});

const pull = z.object({
  number: z.number(),
  state: z.string(),
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  mergeable: z.string(),
  author: z.object({ login: z.string() }).nullish(),
  headRefName: z.string(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  changedFiles: z.number(),
  commitCount: counted.extend({ nodes: z.array(z.object({ commit: commitShape }).nullable()).nullish() }),
  files: z
    .object({
      totalCount: z.number(),
      nodes: z.array(z.object({ path: z.string(), changeType: z.string() }).nullable()).nullish(),
    })
    .nullish(),
  potentialMergeCommit: z.object({ workflows: folder, policy: file }).nullish(),
  baseRef: base,
  mergeQueue: queueShape,
  latestOpinionatedReviews: connection(review),
});
export type PullShape = z.infer<typeof pull>;
export type BaseShape = z.infer<typeof base>;

export const pullAnswer = factsShape.extend({ pullRequest: pull.nullish() });
export const groupAnswer = factsShape.extend({
  head: z.union([commitShape, z.object({})]).nullish(),
  baseRef: base,
});
