import { GraphQLError } from 'graphql';

/** GitHub's word for why a part of the answer is missing; `NOT_SIMULATED` is ours. */
export type RefusalType =
  | 'EXCESSIVE_PAGINATION'
  | 'FORBIDDEN'
  | 'INVALID_CURSOR_ARGUMENTS'
  | 'MAX_NODE_LIMIT_EXCEEDED'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'NOT_FOUND'
  | 'NOT_SIMULATED'
  | 'RESOURCE_LIMITS_EXCEEDED'
  | 'SERVICE_UNAVAILABLE'
  | 'UNPROCESSABLE';

/** @param path only for what is refused before it is run; otherwise the place is added on the way out. */
export function refusal(type: RefusalType, message: string, path?: readonly string[]): GraphQLError {
  return new GraphQLError(message, { extensions: { type }, ...(path === undefined ? {} : { path }) });
}

/** What GitHub says of everything an installation's permissions do not reach. */
export function forbidden(): GraphQLError {
  return refusal('FORBIDDEN', 'Resource not accessible by integration');
}

export function typeOf(error: GraphQLError): unknown {
  return error.extensions['type'];
}

/** The error as GitHub writes it: with `type` beside `message` instead of under `extensions`. */
export function errorBody(error: GraphQLError): Readonly<Record<string, unknown>> {
  const type = typeOf(error);
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}
