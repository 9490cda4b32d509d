import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSkipDirective,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { refusal } from './refusal.ts';
import type { Args } from './source.ts';

export type Question = {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Args;
};

export type Price = {
  /** Points, at least 1. */
  readonly cost: number;
  /** The most nodes the connections could return. */
  readonly nodeCount: number;
  /** Pages that GitHub would not give. */
  readonly errors: readonly GraphQLError[];
};

const MOST_PER_PAGE = 100;
const MOST_NODES = 500_000;
/** One point is worth this many of the requests that GitHub makes behind the scenes. */
const REQUESTS_PER_POINT = 100;

type Bill = Question & { requests: number; nodes: number; readonly errors: GraphQLError[] };
/** Where the walk stands: a type, how often GitHub comes by here, the path from the root. */
type Place = { readonly type: unknown; readonly times: number; readonly path: readonly string[] };

/**
 * What a query costs before it is run: each connection is asked once for every node above it, and a hundred such
 * requests are a point. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function price(question: Question): Price {
  const bill: Bill = { ...question, requests: 0, nodes: 0, errors: [] };
  const { schema, operation } = question;
  const type = schema.getRootType(operation.operation);
  walk(bill, { type, times: 1, path: [operation.operation] }, operation.selectionSet.selections);
  if (bill.nodes > MOST_NODES) bill.errors.push(tooManyNodes(bill.nodes));
  const cost = Math.max(1, Math.round(bill.requests / REQUESTS_PER_POINT));
  return { cost, nodeCount: bill.nodes, errors: bill.errors };
}

function walk(bill: Bill, place: Place, selections: readonly SelectionNode[]): void {
  for (const selection of selections.filter((one) => isWanted(bill, one))) {
    if (selection.kind === Kind.FIELD) walkField(bill, place, selection);
    else walkFragment(bill, place, selection);
  }
}

function walkFragment(bill: Bill, place: Place, selection: Exclude<SelectionNode, FieldNode>): void {
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : bill.fragments.get(selection.name.value);
  const condition = fragment?.typeCondition?.name.value;
  const type = condition === undefined ? place.type : bill.schema.getType(condition);
  walk(bill, { ...place, type }, fragment?.selectionSet.selections ?? []);
}

function walkField(bill: Bill, place: Place, node: FieldNode): void {
  const { type } = place;
  if (!(type instanceof GraphQLObjectType) && !(type instanceof GraphQLInterfaceType)) return;
  const definition = type.getFields()[node.name.value];
  if (definition === undefined) return;
  const args = getArgumentValues(definition, node, bill.variables);
  const inside = { type: getNamedType(definition.type), path: [...place.path, node.name.value] };
  const times = inside.type.name.endsWith('Connection')
    ? connectionSize(bill, { ...inside, times: place.times }, args)
    : place.times * (Array.isArray(args['ids']) ? args['ids'].length : 1);
  walk(bill, { ...inside, times }, node.selectionSet?.selections ?? []);
}

/** Puts one connection on the bill; answers how many nodes are looked into below it. */
function connectionSize(bill: Bill, { times, path }: Place, args: Args): number {
  const [first, last] = [args['first'], args['last']];
  const size = typeof first === 'number' ? first : last;
  if (typeof size !== 'number') bill.errors.push(noBoundary(path));
  else if (size < 0 || size > MOST_PER_PAGE)
    bill.errors.push(tooLong(path, size, first === size ? 'first' : 'last'));
  const nodes = times * (typeof size === 'number' ? size : 0);
  bill.requests += times;
  bill.nodes += nodes;
  return nodes;
}

function isWanted({ variables }: Bill, selection: SelectionNode): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function noBoundary(path: readonly string[]): GraphQLError {
  const name = path.at(-1) ?? '';
  const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
  return refusal('MISSING_PAGINATION_BOUNDARIES', message, path);
}

function tooLong(path: readonly string[], size: number, argument: string): GraphQLError {
  const asked = `Requesting ${size} records on the \`${path.at(-1) ?? ''}\` connection`;
  const message = `${asked} exceeds the \`${argument}\` limit of ${MOST_PER_PAGE} records.`;
  return refusal('EXCESSIVE_PAGINATION', message, path);
}

function tooManyNodes(nodes: number): GraphQLError {
  const most = MOST_NODES.toLocaleString('en-US');
  const asked = `This query requests up to ${nodes.toLocaleString('en-US')} possible nodes`;
  return refusal('MAX_NODE_LIMIT_EXCEEDED', `${asked} which exceeds the maximum limit of ${most}.`);
}
