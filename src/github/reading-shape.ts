import { z } from 'zod';
import { connection } from './connection.ts';
import { ruleShape } from './rule-shape.ts';

export const fileShape = z
  .object({
    __typename: z.string(),
    oid: z.string().optional(),
    text: z.string().nullish(),
    isTruncated: z.boolean().optional(),
    isBinary: z.boolean().nullish(),
  })
  .nullish();
export type FileShape = z.infer<typeof fileShape>;

const checkRun = z.object({
  databaseId: z.number().nullable(),
  externalId: z.string().nullable(),
  conclusion: z.string().nullable(),
});

const entry = z.object({
  name: z.string(),
  type: z.string(),
  object: z
    .object({
      text: z.string().nullish(),
      isTruncated: z.boolean().optional(),
      isBinary: z.boolean().nullish(),
    })
    .nullish(),
});
/** The folder of a branch's workflows. */
export const folderShape = z.object({ __typename: z.string(), entries: z.array(entry).nullish() }).nullish();
export type FolderShape = z.infer<typeof folderShape>;

/** A `Ref` as the fragment `Branch` selects it. */
export const branchShape = z.object({
  name: z.string(),
  target: z
    .object({ oid: z.string(), checkSuites: connection(z.object({ checkRuns: connection(checkRun) })) })
    .nullable(),
  branchProtectionRule: ruleShape.nullable(),
  /** Read by itself: what is amiss in it is not amiss with the branch. */
  rules: z.unknown().optional(),
});
export type BranchShape = z.infer<typeof branchShape>;

/** A `Repository` as the fragment `Facts` selects it; the branches lie beside it under their aliases. */
export const factsShape = z.looseObject({
  id: z.string(),
  databaseId: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  visibility: z.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']),
  isArchived: z.boolean(),
  isDisabled: z.boolean(),
  isEmpty: z.boolean(),
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
  isFork: z.boolean(),
  primaryLanguage: z.object({ name: z.string() }).nullable(),
  repositoryTopics: connection(z.object({ topic: z.object({ name: z.string() }) })).and(
    z.object({ totalCount: z.number() }).nullish(),
  ),
  policy: fileShape,
});
export type FactsShape = z.infer<typeof factsShape>;

/** A branch's merge queue; null where it has none. */
export const queueShape = z.object({ id: z.string() }).nullish();
export type QueueShape = z.infer<typeof queueShape>;

export const policyRepositoryShape = z.object({ policy: fileShape }).nullable();
