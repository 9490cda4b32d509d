import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Place } from '#model';
import { wordOf } from './plain-value.ts';
import type { ReadDocument } from './read-document.ts';

/** Keys and list positions from the top of the file to a value. */
export type Path = readonly PropertyKey[];

type Found = { readonly key: Node | null; readonly value: Node | null };

/** Where a value stands; where nothing stands, its key, and where there is no key either, what surrounds it. */
export function placeOfValue(document: ReadDocument, path: Path): Place {
  const { key, value } = walk(document.root, path);
  const node = isMissing(value) ? (key ?? value) : value;
  if (node === null && path.length > 0) return placeOfValue(document, path.slice(0, -1));
  return document.placeOf(node?.range?.[0] ?? 0);
}

/** Where a key stands. */
export function placeOfKey(document: ReadDocument, path: Path): Place {
  const { key } = walk(document.root, path);
  return key === null ? placeOfValue(document, path) : document.placeOf(key.range?.[0] ?? 0);
}

/** A value as it was typed (`1.10`, which as a number is 1.1), or null where it is no scalar. */
export function textOfValue(document: ReadDocument, path: Path): string | null {
  const { value } = walk(document.root, path);
  return isScalar(value) ? (value.source ?? null) : null;
}

function walk(root: Node, path: Path): Found {
  return path.reduce<Found>(({ value }, step) => childOf(value, step), { key: null, value: root });
}

function childOf(node: Node | null, step: PropertyKey): Found {
  if (isSeq(node) && typeof step === 'number') {
    return { key: null, value: (node.items[step] as Node | undefined) ?? null };
  }
  if (!isMap(node)) return { key: null, value: null };
  const pair = (node.items as Pair<Node | null, Node | null>[]).find(({ key }) => wordOf(key) === step);
  return pair ?? { key: null, value: null };
}

/** An empty value (`strict:` and nothing after it) is a node of no length that YAML puts anywhere. */
function isMissing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}
