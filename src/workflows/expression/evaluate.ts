import { data, Evaluator } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';
import type { Expr } from '@actions/expressions';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { TokenType } from '@actions/expressions/lexer';
import { compare } from './compare.ts';
import { callFunction } from './functions.ts';
import { truthOf, UNKNOWN, type Value } from './value.ts';

/** What an expression may look at: contexts by lower-case name, and what the status functions answer. */
export type Surroundings = {
  readonly contexts: ReadonlyMap<string, Value>;
  readonly status: ReadonlyMap<string, Value>;
};

/**
 * Evaluates as far as the surroundings are known. Where every part is known the answer is the one of GitHub's
 * own evaluator; an unknown part makes unknown only what depends on it.
 */
export function evaluate(expression: Expr, around: Surroundings): Value {
  if (expression instanceof Literal) return { kind: 'known', data: expression.literal };
  if (expression instanceof Grouping) return evaluate(expression.group, around);
  if (expression instanceof Unary) return negated(evaluate(expression.expr, around));
  if (expression instanceof Logical) return logical(expression, around);
  if (expression instanceof Binary) {
    return compare(expression, evaluate(expression.left, around), evaluate(expression.right, around));
  }
  if (expression instanceof ContextAccess) {
    return around.contexts.get(expression.name.lexeme.toLowerCase()) ?? UNKNOWN;
  }
  if (expression instanceof IndexAccess) return index(expression, around);
  return expression instanceof FunctionCall ? call(expression, around) : UNKNOWN;
}

function negated(value: Value): Value {
  const truth = truthOf(value);
  return truth === null ? UNKNOWN : { kind: 'known', data: new data.BooleanData(!truth) };
}

/** `&&` and `||` answer one of their operands. After an unknown one, only the truth may still be certain. */
function logical(expression: Logical, around: Surroundings): Value {
  const decides = expression.operator.type === TokenType.OR;
  let doubt = false;
  let last: Value = UNKNOWN;
  for (const part of expression.args) {
    last = evaluate(part, around);
    const truth = truthOf(last);
    if (truth === decides) return doubt ? { kind: 'unknown', truth: decides } : last;
    doubt ||= truth === null;
  }
  return doubt ? UNKNOWN : last;
}

function index(access: IndexAccess, around: Surroundings): Value {
  const object = evaluate(access.expr, around);
  if (object.kind === 'unknown') return UNKNOWN;
  if (access.index instanceof Star) return object.kind === 'known' ? run(access, [object.data]) : UNKNOWN;
  const key = evaluate(access.index, around);
  if (key.kind !== 'known') return UNKNOWN;
  if (object.kind === 'record')
    return object.members.get(key.data.coerceString().toLowerCase()) ?? object.rest;
  return object.kind === 'known' ? run(access, [object.data, key.data]) : UNKNOWN;
}

function run(access: IndexAccess, [object, key]: readonly ExpressionData[]): Value {
  const token = { type: TokenType.STRING, lexeme: '', range: NOWHERE };
  const index = key ? new Literal(key, token) : access.index;
  try {
    const evaluator = new Evaluator(
      new IndexAccess(object ? new Literal(object, token) : access.expr, index),
      new data.Dictionary(),
    );
    return { kind: 'known', data: evaluator.evaluate() };
  } catch {
    return UNKNOWN;
  }
}

const NOWHERE = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };

function call(expression: FunctionCall, around: Surroundings): Value {
  const name = expression.functionName.lexeme.toLowerCase();
  const status = around.status.get(name);
  if (status) return status;
  return callFunction(
    name,
    expression.args.map((arg) => evaluate(arg, around)),
  );
}
