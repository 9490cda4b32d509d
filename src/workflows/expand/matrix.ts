import type { Tree } from '../read/tree.ts';
import { HOLE, cellOf, type Cell, type Evaluate, type Pair } from './cell.ts';
import { rowMatches } from './cell-match.ts';

/**
 * One job that a matrix makes. `shown` are the values that its name may carry, in order; `extras` came from
 * `include` and never appear in a name. `unsure`: whether this row exists depends on something not known.
 */
export type Row = {
  readonly shown: readonly Pair[];
  readonly extras: readonly Pair[];
  readonly extrasKnown: boolean;
  readonly unsure: boolean;
  /** Which of how many jobs it is; null while not all of them are known. */
  readonly position: { readonly index: number; readonly total: number } | null;
};

export type Matrix = { readonly rows: readonly Row[] } | { readonly fault: string };

/** GitHub allows 256 jobs per matrix (documented limit); beyond, nothing certain can be said. */
const MOST_JOBS = 256;
/** Beyond this the product is not even built. */
const MOST_ROWS = 4096;

const PLAIN_ROW: Row = { shown: [], extras: [], extrasKnown: true, unsure: false, position: null };
const ANY_ROW: Row = { shown: [['', HOLE]], extras: [], extrasKnown: false, unsure: true, position: null };

type Vector = { readonly name: string; readonly cells: readonly Cell[] | null };

/**
 * The rows of a `matrix:`, a port of the runner's MatrixBuilder (N6, N10 to N13):
 * https://github.com/actions/runner/blob/c8afc848/src/Sdk/DTPipelines/Pipelines/ObjectTemplating/MatrixBuilder.cs
 */
export function matrixOf(tree: Tree, evaluate: Evaluate): Matrix {
  const cell = cellOf(tree, evaluate);
  if (cell.kind !== 'map')
    return cell.kind === 'hole' ? { rows: [ANY_ROW] } : { fault: 'The matrix is not a map' };
  const vectors = vectorsOf(cell.entries);
  const include = listNamed(cell.entries, 'include');
  const exclude = listNamed(cell.entries, 'exclude');
  const fault = faultOf(vectors, include, exclude);
  if (fault) return { fault };
  const size = vectors.reduce((product, { cells }) => product * (cells?.length ?? 1), 1);
  if (size > MOST_ROWS) return { rows: [ANY_ROW] };
  const product = excluded(productOf(vectors), exclude);
  const rows = included(product, vectors, include);
  if (rows.length > MOST_JOBS) return { rows: rows.map((row) => ({ ...row, unsure: true })) };
  return { rows: rows.some(({ unsure }) => unsure) ? rows : rows.map(placed) };
}

function placed(row: Row, index: number, { length: total }: readonly Row[]): Row {
  return { ...row, position: { index, total } };
}

function vectorsOf(entries: readonly Pair[]): readonly Vector[] {
  return entries
    .filter(([name]) => !isKeyword(name))
    .map(([name, cell]) => ({
      name,
      cells: cell.kind === 'list' ? cell.items : cell.kind === 'hole' ? null : [],
    }));
}

function isKeyword(name: string): boolean {
  return name === 'include' || name === 'exclude';
}

/** The items of `include` or `exclude`: [] where there is none, null where they are not known. */
function listNamed(entries: readonly Pair[], key: string): readonly Cell[] | null {
  const cell = entries.find(([name]) => name === key)?.[1];
  if (!cell) return [];
  return cell.kind === 'list' ? cell.items : cell.kind === 'hole' ? null : [];
}

/** N13: what makes the run fail before any of its jobs has a check. */
function faultOf(
  vectors: readonly Vector[],
  include: readonly Cell[] | null,
  exclude: readonly Cell[] | null,
): string | null {
  const empty = vectors.find(({ cells }) => cells?.length === 0);
  if (empty) return `The matrix key "${empty.name}" has no values`;
  if (vectors.length === 0 && include?.length === 0) return 'The matrix has neither values nor "include"';
  const known = new Set(vectors.map(({ name }) => name.toLowerCase()));
  for (const item of exclude ?? []) {
    const stranger =
      item.kind === 'map' ? item.entries.find(([key]) => !known.has(key.toLowerCase())) : undefined;
    if (stranger) return `"exclude" names "${stranger[0]}", which is no key of the matrix`;
  }
  return null;
}

/** N6: the first key varies slowest. */
function productOf(vectors: readonly Vector[]): readonly Row[] {
  if (vectors.length === 0) return [];
  return vectors.reduce<readonly Row[]>(
    (rows, { name, cells }) =>
      rows.flatMap((row) =>
        (cells ?? [HOLE]).map((cell) => ({
          ...row,
          shown: [...row.shown, [name, cell] as const],
          unsure: row.unsure || cells === null,
        })),
      ),
    [PLAIN_ROW],
  );
}

function excluded(rows: readonly Row[], exclude: readonly Cell[] | null): readonly Row[] {
  if (exclude === null) return rows.map((row) => ({ ...row, unsure: true }));
  return rows.flatMap((row) => {
    const truths = exclude.map((item) => (item.kind === 'map' ? rowMatches(row.shown, item.entries) : null));
    if (truths.includes(true)) return [];
    return [truths.includes(null) ? { ...row, unsure: true } : row];
  });
}

/** N10 and N11: an item that fits product rows adds to them unseen; one that fits none is a row of its own. */
function included(
  rows: readonly Row[],
  vectors: readonly Vector[],
  include: readonly Cell[] | null,
): readonly Row[] {
  if (include === null) return [...rows.map((row) => ({ ...row, extrasKnown: false })), ANY_ROW];
  const names = new Set(vectors.map(({ name }) => name.toLowerCase()));
  let product = rows;
  const own: Row[] = [];
  for (const item of include) {
    if (item.kind !== 'map') {
      product = product.map((row) => ({ ...row, extrasKnown: false }));
      own.push(ANY_ROW);
      continue;
    }
    const filter = item.entries.filter(([key]) => names.has(key.toLowerCase()));
    const extras = item.entries.filter(([key]) => !names.has(key.toLowerCase()));
    const truths = product.map((row) => rowMatches(row.shown, filter));
    product = product.map((row, index) => extended(row, extras, truths[index] ?? null));
    if (truths.includes(true)) continue;
    own.push({ ...PLAIN_ROW, shown: [...filter, ...extras], unsure: truths.includes(null) });
  }
  return [...product, ...own];
}

/** Later extras overwrite earlier ones; where the match is not certain their values are not either. */
function extended(row: Row, extras: readonly Pair[], matches: boolean | null): Row {
  if (matches === false) return row;
  const names = new Set(extras.map(([key]) => key.toLowerCase()));
  const kept = row.extras.filter(([key]) => !names.has(key.toLowerCase()));
  const added = matches ? extras : extras.map(([key]) => [key, HOLE] as const);
  return { ...row, extras: [...kept, ...added] };
}
