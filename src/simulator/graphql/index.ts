// In: the world, and one verified GraphQL request at a time. Out: the answer GitHub would give, and its price.
// Queries run against GitHub's own schema; what is not simulated is an error, never a silent null.
// Mutations go through the world's own actions, so webhooks come out as for REST. Never: tokens, HTTP.
import type { Graphql } from '../world/graphql-door.ts';
import type { State } from '../world/state.ts';
import { answer } from './answer.ts';

export function createGraphql(state: State): Graphql {
  return (request) => answer(state, request);
}
