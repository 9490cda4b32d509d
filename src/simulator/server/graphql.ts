import type { Answer } from '../rest/route.ts';
import type { Caller } from '../world/caller.ts';
import type { Graphql, Hole } from '../world/graphql-door.ts';
import { isSpent, type Budgets } from './budgets.ts';
import type { Arrival } from './exchange.ts';
import { Refusal } from './refusal.ts';

export type GraphqlDone = {
  readonly answer: Answer;
  readonly operation: string;
  readonly wrote: boolean;
  readonly cost: number;
};

/** Mounts GraphQL: reads the request, keeps the hourly points, and hands the query on. */
export async function answerGraphql(
  { graphql, budgets }: { readonly graphql: Graphql; readonly budgets: Budgets },
  { method, requestBody, hole }: Arrival & { readonly hole?: Hole },
  caller: Caller,
): Promise<GraphqlDone> {
  if (caller.kind !== 'installation')
    throw new Refusal(401, 'This endpoint requires you to be authenticated.');
  if (method !== 'POST') throw new Refusal(404, 'Not Found');
  const { query, variables, operationName } = (requestBody ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string')
    throw new Refusal(400, 'A query attribute must be specified and must be a string.');
  const budget = budgets.of(caller, 'graphql');
  if (isSpent(budget)) return exceeded(caller.installation.id);
  const { status, body, ...done } = await graphql({
    query,
    variables: isVariables(variables) ? variables : {},
    operationName: typeof operationName === 'string' ? operationName : null,
    caller,
    budget: { limit: budget.limit, remaining: budget.limit - budget.used, resetAt: budget.resetAt },
    ...(hole === undefined ? {} : { hole }),
  });
  return { answer: { status, body }, ...done };
}

/** A spent budget is told with a 200. */
function exceeded(installationId: number): GraphqlDone {
  const message = `API rate limit exceeded for installation ID ${installationId}.`;
  const body = { errors: [{ type: 'RATE_LIMITED', message }] };
  return { answer: { status: 200, body }, operation: 'graphql', wrote: false, cost: 0 };
}

function isVariables(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
