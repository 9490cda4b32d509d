import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import type { Hole } from '../world/graphql-door.ts';
import { refusal } from './refusal.ts';
import type { Context, Path } from './source.ts';

const WORDS = {
  RESOURCE_LIMITS_EXCEEDED: 'Resource limits for this query exceeded.',
  SERVICE_UNAVAILABLE: 'Something is not available at the moment. Please try again.',
} as const;

/** Which field of a whole answer shall fail the next time; undefined where the answer has none. */
export function brokenField({ at, type }: Hole, { data }: ExecutionResult): Context['broken'] {
  const fields = fieldsIn(data, []);
  const path = fields[Math.floor(at * fields.length)];
  return path === undefined ? undefined : { path, error: refusal(type, WORDS[type]) };
}

/** A field inside one that fails is never reached; an item of a list and a type's name are no fields of their own. */
function fieldsIn(value: unknown, path: Path): readonly Path[] {
  const last = path.at(-1);
  const own = typeof last === 'string' && last !== '__typename' ? [path] : [];
  if (typeof value !== 'object' || value === null) return own;
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...own, ...entries.flatMap(([key, child]) => fieldsIn(child, [...path, key]))];
}

export function isBroken(broken: Context['broken'], path: Path): boolean {
  return broken !== undefined && isDeepStrictEqual(broken.path, path);
}
