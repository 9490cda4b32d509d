import { Lexer, Parser, type Expr } from '@actions/expressions';
import {
  Binary,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
  ContextAccess,
} from '@actions/expressions/ast';

const CONTEXTS = [
  ...['github', 'env', 'vars', 'job', 'jobs', 'steps', 'runner', 'secrets'],
  ...['strategy', 'matrix', 'needs', 'inputs'],
];
const FUNCTIONS = [
  { name: 'hashFiles', minArgs: 1, maxArgs: 255 },
  ...['success', 'failure', 'always', 'cancelled'].map((name) => ({ name, minArgs: 0, maxArgs: 255 })),
];
const STATUS = new Set(['success', 'failure', 'always', 'cancelled']);

/** Parses an expression, without its `${{ }}`; null where it is not one. */
export function parseExpression(text: string): Expr | null {
  try {
    return new Parser(new Lexer(text).lex().tokens, CONTEXTS, FUNCTIONS).parse();
  } catch {
    return null;
  }
}

/** The parts an expression is made of, one level down. */
export function partsOf(expression: Expr): readonly Expr[] {
  if (expression instanceof Binary) return [expression.left, expression.right];
  if (expression instanceof Logical || expression instanceof FunctionCall) return expression.args;
  if (expression instanceof Unary) return [expression.expr];
  if (expression instanceof Grouping) return [expression.group];
  if (expression instanceof IndexAccess) return [expression.expr, expression.index];
  return [];
}

/** Whether an `if:` asks for a status itself; where none does, GitHub puts `success() &&` before it. */
export function asksStatus(expression: Expr): boolean {
  if (expression instanceof FunctionCall && STATUS.has(expression.functionName.lexeme.toLowerCase()))
    return true;
  return partsOf(expression).some(asksStatus);
}

/** Whether an expression looks at how needed jobs ended: `needs.a.result`, `needs.*.result` or all of `needs`. */
export function asksResults(expression: Expr): boolean {
  if (expression instanceof IndexAccess) return asksResultsByIndex(expression);
  if (expression instanceof ContextAccess) return expression.name.lexeme.toLowerCase() === 'needs';
  return partsOf(expression).some(asksResults);
}

function asksResultsByIndex(access: IndexAccess): boolean {
  const steps: (string | null)[] = [];
  let root: Expr = access;
  while (root instanceof IndexAccess) {
    steps.unshift(root.index instanceof Literal ? root.index.literal.coerceString().toLowerCase() : null);
    root = root.expr;
  }
  const ofNeeds = root instanceof ContextAccess && root.name.lexeme.toLowerCase() === 'needs';
  if (ofNeeds) return steps.length < 2 || steps[1] === 'result' || steps[1] === null;
  return partsOf(access).some(asksResults);
}
