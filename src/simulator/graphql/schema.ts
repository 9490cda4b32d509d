import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';

const OPTIONS = { assumeValidSDL: true, assumeValid: true, noLocation: true };
let built: GraphQLSchema | undefined;

/**
 * GitHub's own schema, built at the first use and kept. It is taken as valid: it has a field twice
 * (`EnterpriseOwnerInfo`), which a strict reading would refuse.
 */
export function githubSchema(): GraphQLSchema {
  built ??= buildSchema(readFileSync(schemaFile(), 'utf8'), OPTIONS);
  return built;
}

/** The package exports only its code; the schema's text lies beside it. */
function schemaFile(): URL {
  return new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'));
}
