import type { Caller } from './caller.ts';

/** A field that fails although it was there, as `errors` then says; `at` in [0, 1) picks one of all that were asked for. */
export type Hole = {
  readonly at: number;
  readonly type: 'RESOURCE_LIMITS_EXCEEDED' | 'SERVICE_UNAVAILABLE';
};

/** One POST to `/graphql`, its token already verified. */
export type GraphqlRequest = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
  readonly caller: Caller;
  /** What is left of the caller's hourly points before this request, and when they are full again (ms). */
  readonly budget: { readonly limit: number; readonly remaining: number; readonly resetAt: number };
  /** Only a query has holes. */
  readonly hole?: Hole;
};

export type GraphqlAnswer = {
  /** 200 also for errors in the query's parts. */
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly unknown[] };
  /** Points, at least 1. */
  readonly cost: number;
  /** The operation's name, or its kind when it has none. */
  readonly operation: string;
  /** Whether it was a mutation. */
  readonly wrote: boolean;
};

/** What `graphql/index.ts` makes from a world: `createGraphql(state)`. */
export type Graphql = (request: GraphqlRequest) => Promise<GraphqlAnswer>;
