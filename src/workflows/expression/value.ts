import { data } from '@actions/expressions';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import type { Scalar } from '../read/tree.ts';
import { anyText, literal, type Name } from './name.ts';
import { numberText } from './number-text.ts';

/**
 * What an expression is worth before the run: known; a text of which only some parts are known (a branch
 * name under `refs/heads/`), and perhaps what it is not; an object of which some members are known; or unknown,
 * where at least its truth may be certain.
 */
export type Value =
  | { readonly kind: 'known'; readonly data: ExpressionData }
  | {
      readonly kind: 'text';
      readonly name: Name;
      readonly not: readonly string[];
      readonly tag: string | null;
    }
  | { readonly kind: 'record'; readonly members: ReadonlyMap<string, Value>; readonly rest: Value }
  | { readonly kind: 'unknown'; readonly truth: Truth };

/** Three-valued: null is "not known before the run". */
export type Truth = boolean | null;

export const UNKNOWN: Value = { kind: 'unknown', truth: null };

export function known(value: Scalar): Value {
  return { kind: 'known', data: dataOf(value) };
}

export function dataOf(value: Scalar): ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  return typeof value === 'number' ? new data.NumberData(value) : new data.BooleanData(value);
}

/**
 * A text of which the literal parts are known; `not` lists texts that it is certainly not. Two texts with tags
 * are equal exactly where their tags are.
 */
export function partly(name: Name, not: readonly string[] = [], tag: string | null = null): Value {
  return { kind: 'text', name, not, tag };
}

/** An object with these members; `rest` is what any other member is worth. Names are compared in lower case. */
export function record(members: Readonly<Record<string, Value>>, rest: Value = UNKNOWN): Value {
  const entries = Object.entries(members).map(([key, value]) => [key.toLowerCase(), value] as const);
  return { kind: 'record', members: new Map(entries), rest };
}

/** https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions#literals */
export function truthOf(value: Value): Truth {
  if (value.kind === 'known') return isTruthy(value.data);
  if (value.kind === 'record') return true;
  if (value.kind === 'unknown') return value.truth;
  return value.name.some((piece) => piece !== null && piece !== '') ? true : null;
}

function isTruthy(value: ExpressionData): boolean {
  if (value.kind === data.Kind.Null) return false;
  if (value.kind === data.Kind.Boolean) return value.value;
  if (value.kind === data.Kind.Number) return value.value !== 0 && !Number.isNaN(value.value);
  return value.kind !== data.Kind.String || value.value !== '';
}

/** A value as it is put into a text: what of it is known, with holes for the rest. */
export function textOfValue(value: Value): Name {
  if (value.kind === 'known') return literal(textOfData(value.data));
  if (value.kind === 'text') return value.name;
  return value.kind === 'record' ? literal('Object') : anyText();
}

/** N8: numbers as .NET's "G15" prints them, booleans in lower case. */
export function textOfData(value: ExpressionData): string {
  return value.kind === data.Kind.Number ? numberText(value.value) : value.coerceString();
}
