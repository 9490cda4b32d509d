import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, type GraphQLSchema } from 'graphql';

const OPTIONS = { assumeValidSDL: true, assumeValid: true, noLocation: true };
let built: GraphQLSchema | undefined;

/**
 * GitHub's own schema, built at the first use and kept. It is taken as valid: it has a field twice
 * (`EnterpriseOwnerInfo`), which a strict reading would refuse.
 */
export function githubSchema(): GraphQLSchema {
  built ??= withNewerRuleTypes(buildSchema(readFileSync(schemaFile(), 'utf8'), OPTIONS));
  return built;
}

/**
 * REST has types of rules for which this schema has no word yet. GitHub's own schema is newer than any copy of it, so
 * clients are told a word they do not know (that it is REST's in capitals is assumed).
 */
function withNewerRuleTypes(schema: GraphQLSchema): GraphQLSchema {
  const type = schema.getType('RepositoryRuleType');
  if (isEnumType(type)) type.serialize = String;
  return schema;
}

/** The package exports only its code; the schema's text lies beside it. */
function schemaFile(): URL {
  return new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'));
}
