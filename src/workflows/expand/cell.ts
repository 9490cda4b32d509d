import { data } from '@actions/expressions';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import type { Name } from '../expression/name.ts';
import { literal } from '../expression/name.ts';
import { dataOf, known, partly, record, textOfData, UNKNOWN, type Value } from '../expression/value.ts';
import type { Scalar, Tree } from '../read/tree.ts';

/** One value of a matrix. `hole`: not known before the run; `text`: a text known in parts. */
export type Cell =
  | { readonly kind: 'scalar'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly items: readonly Cell[] }
  | { readonly kind: 'map'; readonly entries: readonly Pair[] }
  | { readonly kind: 'text'; readonly name: Name }
  | { readonly kind: 'hole' };

export type Pair = readonly [key: string, cell: Cell];

export const HOLE: Cell = { kind: 'hole' };

export type Evaluate = (text: string) => Value;

/** A piece of a matrix as written, its expressions evaluated as far as they are known. */
export function cellOf(tree: Tree, evaluate: Evaluate): Cell {
  if (tree.kind === 'scalar') return { kind: 'scalar', value: tree.value };
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map((item) => cellOf(item, evaluate)) };
  if (tree.kind === 'expression') return cellOfValue(evaluate(tree.text));
  if (tree.entries.some((entry) => !entry.literal)) return HOLE;
  return {
    kind: 'map',
    entries: tree.entries.map(({ key, value }) => [key, cellOf(value, evaluate)] as const),
  };
}

function cellOfValue(value: Value): Cell {
  if (value.kind === 'known') return cellOfData(value.data);
  return value.kind === 'text' ? { kind: 'text', name: value.name } : HOLE;
}

function cellOfData(value: ExpressionData): Cell {
  if (value.kind === data.Kind.Array) return { kind: 'list', items: value.values().map(cellOfData) };
  if (value.kind === data.Kind.Dictionary) {
    return { kind: 'map', entries: value.pairs().map((pair) => [pair.key, cellOfData(pair.value)] as const) };
  }
  return { kind: 'scalar', value: value.kind === data.Kind.Null ? null : value.value };
}

/** What `matrix.<key>` is worth in an expression. */
export function valueOfCell(cell: Cell): Value {
  if (cell.kind === 'scalar') return known(cell.value);
  if (cell.kind === 'text') return partly(cell.name);
  if (cell.kind === 'hole') return UNKNOWN;
  const whole = dataOfCell(cell);
  if (whole) return { kind: 'known', data: whole };
  if (cell.kind === 'list') return UNKNOWN;
  return record(
    Object.fromEntries(cell.entries.map(([key, inner]) => [key, valueOfCell(inner)])),
    known(null),
  );
}

function dataOfCell(cell: Cell): ExpressionData | null {
  if (cell.kind === 'scalar') return dataOf(cell.value);
  if (cell.kind === 'list') {
    const items = cell.items.map(dataOfCell);
    return items.every((item) => item !== null) ? new data.Array(...items) : null;
  }
  if (cell.kind !== 'map') return null;
  const dictionary = new data.Dictionary();
  for (const [key, inner] of cell.entries) {
    const value = dataOfCell(inner);
    if (value === null) return null;
    dictionary.add(key, value);
  }
  return dictionary;
}

/** N7: the scalar leaves, depth first, without keys; null and "" are left out. A hole is one unknown text. */
export function leavesOf(cell: Cell): readonly Name[] {
  if (cell.kind === 'hole') return [[null]];
  if (cell.kind === 'text') return [cell.name];
  if (cell.kind === 'list') return cell.items.flatMap(leavesOf);
  if (cell.kind === 'map') return cell.entries.flatMap(([, inner]) => leavesOf(inner));
  const text = cell.value === null ? '' : textOfData(dataOf(cell.value));
  return text === '' ? [] : [literal(text)];
}

/** A member of a map; matrix keys are compared without regard to case. */
export function memberOf(entries: readonly Pair[], key: string): Cell | undefined {
  return entries.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
