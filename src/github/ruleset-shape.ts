import { z } from 'zod';

const bypassActor = z.object({
  actor: z.object({ __typename: z.string(), databaseId: z.number().nullish() }).nullish(),
  bypassMode: z.string().nullish(),
  deployKey: z.boolean(),
  organizationAdmin: z.boolean(),
  repositoryRoleDatabaseId: z.number().nullish(),
});
export type BypassActorShape = z.infer<typeof bypassActor>;

/** `RepositoryRuleset.bypassActors` as `BYPASS` selects it; null where GitHub does not show it. */
export const bypassShape = z
  .object({ totalCount: z.number(), nodes: z.array(bypassActor.nullable()).nullable() })
  .nullish();
export type BypassShape = z.infer<typeof bypassShape>;

const source = z.object({
  __typename: z.string(),
  nameWithOwner: z.string().optional(),
  login: z.string().optional(),
});
export type SourceShape = z.infer<typeof source>;

const ruleset = z.object({
  id: z.string(),
  databaseId: z.number(),
  name: z.string(),
  enforcement: z.string(),
  source,
  bypassActors: bypassShape,
});

/** A rule that lies on a branch, with the ruleset that it is of. */
const rule = z.object({
  type: z.string(),
  parameters: z.looseObject({ __typename: z.string() }).nullish(),
  repositoryRuleset: ruleset,
});
export type RuleOnRefShape = z.infer<typeof rule>;

/** `Ref.rules` as `rulesOfRef` selects it. A rule that is not shown whole fits nothing. */
export const rulesShape = z.object({ totalCount: z.number(), nodes: z.array(rule) });
