import { responsePathAsArray, type GraphQLFieldResolver } from 'graphql';
import { isBroken } from './broken-field.ts';
import { TYPES } from './fields/index.ts';
import { refusal } from './refusal.ts';
import type { Args, Context, Field } from './source.ts';

type Call = Parameters<GraphQLFieldResolver<unknown, Context, Args>>;
type Untyped = Readonly<Record<string, Readonly<Record<string, Field<unknown>>> | undefined>>;

/**
 * Answers every field of GitHub's schema: by the table of its type, or, for what has no table (pages, parameters of
 * rules), by the property of that name. Whatever has neither is an error, never a silent null.
 */
export function resolveField(...[source, args, context, info]: Call): unknown {
  const { broken } = context;
  if (broken !== undefined && isBroken(broken, responsePathAsArray(info.path))) throw broken.error;
  return resolveWhole(source, args, context, info);
}

function resolveWhole(...[source, args, context, info]: Call): unknown {
  const type = info.parentType.name;
  const given = info.fieldNodes.flatMap((node) => node.arguments ?? []).map(({ name }) => name.value);
  const field = (TYPES as unknown as Untyped)[type]?.[info.fieldName];
  if (field === undefined && given.length === 0) {
    const own = ownProperty(source, info.fieldName);
    if (own !== undefined) return own;
  }
  const takes = typeof field === 'object' ? field.takes : [];
  const strange = given.find((name) => !takes.includes(name));
  if (field === undefined) throw notSimulated(`${type}.${info.fieldName}`);
  if (strange !== undefined) throw notSimulated(`the argument ${strange} of ${type}.${info.fieldName}`);
  return typeof field === 'function' ? field(source, args, context) : field.resolve(source, args, context);
}

function ownProperty(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}

function notSimulated(what: string): Error {
  return refusal('NOT_SIMULATED', `The simulated GitHub does not know ${what}`);
}
