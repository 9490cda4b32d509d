import {
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { githubSchema } from './schema.ts';

type Query = { readonly document: DocumentNode; readonly operation: OperationDefinitionNode };
type Refused = { readonly errors: readonly GraphQLError[] };

/** Clients send the same few texts again and again; reading one takes longer than answering it. */
const known = new Map<string, DocumentNode | Refused>();
const MOST_KNOWN = 200;

/** A query's text, checked against GitHub's schema, or what is wrong with it. */
export function readQuery(text: string, operationName: string | null): Query | Refused {
  const document = known.get(text) ?? check(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, document);
  if ('errors' in document) return document;
  const operation = getOperationAST(document, operationName);
  if (operation) return { document, operation };
  return { errors: [new GraphQLError('An operation name is required')] };
}

function check(text: string): DocumentNode | Refused {
  try {
    const document = parse(text);
    const errors = validate(githubSchema(), document);
    return errors.length > 0 ? { errors } : document;
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}
