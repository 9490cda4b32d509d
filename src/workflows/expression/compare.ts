import { data, Evaluator } from '@actions/expressions';
import { Binary, Literal } from '@actions/expressions/ast';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { TokenType } from '@actions/expressions/lexer';
import { canBe, type Name } from './name.ts';
import { known, UNKNOWN, type Truth, type Value } from './value.ts';

/** A comparison of two values, as far as what is known of them decides it. */
export function compare(expression: Binary, left: Value, right: Value): Value {
  if (left.kind === 'known' && right.kind === 'known') return compareKnown(expression, left.data, right.data);
  const type = expression.operator.type;
  if (type !== TokenType.EQUAL_EQUAL && type !== TokenType.BANG_EQUAL) return UNKNOWN;
  const equal = left.kind === 'known' ? equality(right, left) : equality(left, right);
  if (equal === null) return UNKNOWN;
  return known(equal === (type === TokenType.EQUAL_EQUAL));
}

function compareKnown(expression: Binary, left: Literal['literal'], right: Literal['literal']): Value {
  const token = expression.operator;
  const comparison = new Binary(new Literal(left, token), token, new Literal(right, token));
  try {
    return { kind: 'known', data: new Evaluator(comparison, new data.Dictionary()).evaluate() };
  } catch {
    return UNKNOWN;
  }
}

/** Equality of a value that is not wholly known with another; null where it may go either way. */
function equality(value: Value, other: Value): Truth {
  if (value.kind === 'record') return isPrimitive(other) ? false : null;
  if (value.kind !== 'text') return null;
  if (other.kind === 'text') return value.tag && other.tag ? value.tag === other.tag : null;
  return other.kind === 'known' ? textEquality(value, other.data) : null;
}

/** GitHub compares texts without regard to case. */
function textEquality(value: Extract<Value, { kind: 'text' }>, other: ExpressionData): Truth {
  if (other.kind !== data.Kind.String) return null;
  const text = other.value.toLowerCase();
  const excluded = value.not.some((one) => one.toLowerCase() === text);
  return excluded || !canBe(lowered(value.name), text) ? false : null;
}

function isPrimitive(value: Value): boolean {
  return (
    value.kind === 'known' && value.data.kind !== data.Kind.Dictionary && value.data.kind !== data.Kind.Array
  );
}

export function lowered(name: Name): Name {
  return name.map((piece) => piece?.toLowerCase() ?? null);
}
