import { data, Evaluator } from '@actions/expressions';
import { Binary, Literal } from '@actions/expressions/ast';
import { TokenType } from '@actions/expressions/lexer';
import { canBe } from '../expression/name.ts';
import { lowered } from '../expression/compare.ts';
import { dataOf, type Truth } from '../expression/value.ts';
import type { Scalar } from '../read/tree.ts';
import { memberOf, type Cell, type Pair } from './cell.ts';

/**
 * N12: whether a row has every value that a filter (an `exclude` item, or the vector keys of an `include` item)
 * asks for. Compared leaf by leaf as `==` does: without regard to case, numbers as numbers.
 */
export function rowMatches(row: readonly Pair[], filter: readonly Pair[]): Truth {
  return all(filter.map(([key, wanted]) => cellMatches(memberOf(row, key), wanted)));
}

function cellMatches(cell: Cell | undefined, wanted: Cell): Truth {
  if (!cell) return false;
  return cell.kind === 'hole' || wanted.kind === 'hole' ? null : knownMatches(cell, wanted);
}

type Filled = Exclude<Cell, { kind: 'hole' }>;

function knownMatches(cell: Filled, wanted: Filled): Truth {
  if (cell.kind === 'text') return textMatches(cell, wanted);
  if (wanted.kind === 'text') return textMatches(wanted, cell);
  if (wanted.kind === 'scalar') return cell.kind === 'scalar' && isEqual(cell.value, wanted.value);
  if (wanted.kind === 'map') return cell.kind === 'map' ? rowMatches(cell.entries, wanted.entries) : false;
  if (cell.kind !== 'list') return false;
  return all(wanted.items.map((item, index) => cellMatches(cell.items[index], item)));
}

function textMatches(text: Extract<Cell, { kind: 'text' }>, other: Cell): Truth {
  if (other.kind === 'text') return null;
  if (other.kind !== 'scalar') return false;
  return typeof other.value === 'string' && !canBe(lowered(text.name), other.value.toLowerCase())
    ? false
    : null;
}

/** `==` of GitHub's expressions, by its own evaluator. */
function isEqual(left: Scalar, right: Scalar): boolean {
  const token = { type: TokenType.EQUAL_EQUAL, lexeme: '==', range: { start: ORIGIN, end: ORIGIN } };
  const comparison = new Binary(new Literal(dataOf(left), token), token, new Literal(dataOf(right), token));
  const answer = new Evaluator(comparison, new data.Dictionary()).evaluate();
  return answer.kind === data.Kind.Boolean && answer.value;
}

const ORIGIN = { line: 0, column: 0 };

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}
