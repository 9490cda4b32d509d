import {
  execute,
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { GraphqlAnswer, GraphqlRequest } from '../world/graphql-door.ts';
import type { State } from '../world/state.ts';
import { brokenField } from './broken-field.ts';
import { price, type Price } from './price.ts';
import { readQuery } from './read-query.ts';
import { errorBody, typeOf } from './refusal.ts';
import { resolveField } from './resolver.ts';
import { githubSchema } from './schema.ts';
import { as, type Context } from './source.ts';

/**
 * Answers one GraphQL request as GitHub does: 200 for all it understands, errors beside the data. Only a query for
 * something the simulated GitHub does not have is answered 501, so that nobody takes it for GitHub's own refusal.
 */
export async function answer(state: State, request: GraphqlRequest): Promise<GraphqlAnswer> {
  const read = readQuery(request.query, request.operationName);
  if ('errors' in read) return refused(read.errors, { operation: 'invalid', wrote: false });
  const { document, operation } = read;
  const what = {
    operation: operation.name?.value ?? operation.operation,
    wrote: operation.operation === OperationTypeNode.MUTATION,
  };
  const given = getVariableValues(githubSchema(), operation.variableDefinitions ?? [], request.variables);
  if (given.errors !== undefined) return refused(given.errors, what);
  const bill = price({
    schema: githubSchema(),
    operation,
    fragments: fragmentsOf(document),
    variables: given.coerced,
  });
  if (bill.errors.length > 0) return refused(bill.errors, what);
  return finished(await run(state, request, { document, operation, bill }), { ...what, cost: bill.cost });
}

type Job = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly bill: Price;
};
type What = { readonly operation: string; readonly wrote: boolean };

/** Where a hole is asked for, the whole answer says where one can be. */
async function run(state: State, request: GraphqlRequest, job: Job): Promise<ExecutionResult> {
  const whole = await runOnce(state, request, job);
  const { hole } = request;
  if (hole === undefined || job.operation.operation === OperationTypeNode.MUTATION) return whole;
  return runOnce(state, request, { ...job, broken: brokenField(hole, whole) });
}

async function runOnce(
  state: State,
  request: GraphqlRequest,
  { document, bill, broken }: Job & { readonly broken?: Context['broken'] },
): Promise<ExecutionResult> {
  const { caller } = request;
  const rateLimit = rateLimitAfter(request, bill);
  const contextValue: Context = { state, caller, rateLimit, ...(broken === undefined ? {} : { broken }) };
  return execute({
    schema: githubSchema(),
    document,
    rootValue: as('Query', {}),
    contextValue,
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver: resolveField,
  });
}

function rateLimitAfter({ budget }: GraphqlRequest, { cost, nodeCount }: Price): Context['rateLimit'] {
  const remaining = Math.max(0, budget.remaining - cost);
  const resetAt = new Date(budget.resetAt).toISOString();
  return { cost, nodeCount, limit: budget.limit, remaining, used: budget.limit - remaining, resetAt };
}

function finished(
  { data, errors = [] }: ExecutionResult,
  what: What & { readonly cost: number },
): GraphqlAnswer {
  const unknown = errors.some((error) => typeOf(error) === 'NOT_SIMULATED');
  const bug = errors.find(
    (error) => error.originalError !== undefined && !(error.originalError instanceof GraphQLError),
  );
  if (bug?.originalError !== undefined) throw bug.originalError;
  if (unknown) return { ...what, status: 501, body: { errors: errors.map(errorBody) } };
  const told = errors.length === 0 ? {} : { errors: errors.map(errorBody) };
  return { ...what, status: 200, body: { ...(data === undefined ? {} : { data }), ...told } };
}

function refused(errors: readonly GraphQLError[], what: What): GraphqlAnswer {
  return { ...what, wrote: false, status: 200, cost: 1, body: { errors: errors.map(errorBody) } };
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
