import { z } from 'zod';
import type { Path } from './located.ts';
import { nearest } from './nearest.ts';
import { POLICY_SCHEMA } from './schema.ts';
import { isMapping, valueAt } from './value-at.ts';

type Schema = z.core.$ZodType;

/** The part of the language for a path of a file, as what stands there means it; null: there is none. */
export function schemaAt(path: Path, content: unknown): Schema | null {
  return path.reduce<Schema | null>((schema, step, at) => {
    const value = valueAt(content, path.slice(0, at));
    return schema === null ? null : childOf(meantBy(schema, value), step);
  }, POLICY_SCHEMA);
}

/** The keys a mapping there may have; none where any key will do, or no mapping is allowed. */
export function keysAt(path: Path, content: unknown): readonly string[] {
  const schema = schemaAt(path, content);
  const meant = schema === null ? null : meantBy(schema, valueAt(content, path));
  return meant instanceof z.ZodObject ? Object.keys(meant.shape) : [];
}

/** Of a choice of shapes, the one that a value was meant to be; null: none of them is like it. */
export function meantOption(schema: Schema, value: unknown): number | null {
  const options = optionsOf(schema);
  if (Array.isArray(value)) return found(options.findIndex((option) => option instanceof z.ZodArray));
  if (!isMapping(value)) return null;
  const objects = options.filter((option) => option instanceof z.ZodObject);
  const meant = bestOf(objects, Object.keys(value));
  return meant === undefined ? null : options.indexOf(meant);
}

/** Whether text is allowed there, so that a number in its place only forgot its quotes. */
export function allowsText(schema: Schema): boolean {
  return optionsOf(schema).some((option) => option instanceof z.ZodString);
}

/** The shape whose first key, which tells it from the others, the mapping has, or seems to have. */
function bestOf(objects: readonly z.ZodObject[], keys: readonly string[]): z.ZodObject | undefined {
  const firsts = objects.map((object) => ({ object, first: Object.keys(object.shape)[0] ?? '' }));
  const named = firsts.find(({ first }) => keys.includes(first));
  const names = firsts.map(({ first }) => first);
  const like = keys.map((key) => nearest(key, names)).find((first) => first !== null);
  return (named ?? firsts.find(({ first }) => first === like) ?? firsts[0])?.object;
}

function meantBy(schema: Schema, value: unknown): Schema {
  const bare = withoutOptional(schema);
  const option = bare instanceof z.ZodUnion ? meantOption(bare, value) : null;
  return option === null ? bare : (optionsOf(bare)[option] ?? bare);
}

function optionsOf(schema: Schema): readonly Schema[] {
  const bare = withoutOptional(schema);
  return bare instanceof z.ZodUnion ? bare.options : [bare];
}

function withoutOptional(schema: Schema): Schema {
  return schema instanceof z.ZodOptional ? schema.def.innerType : schema;
}

function childOf(schema: Schema, step: PropertyKey): Schema | null {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return null;
  return (schema.shape as Readonly<Record<PropertyKey, Schema>>)[step] ?? null;
}

function found(index: number): number | null {
  return index < 0 ? null : index;
}
