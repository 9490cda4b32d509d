import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** A node's content as plain data. Keys are own properties whatever they are called. */
export function plainValue(node: unknown): unknown {
  if (isMap(node)) {
    const pairs = node.items as Pair<Node | null, Node | null>[];
    return Object.fromEntries(pairs.map(({ key, value }) => [wordOf(key), plainValue(value)]));
  }
  if (isSeq(node)) return node.items.map(plainValue);
  return isScalar(node) ? node.value : null;
}

/** A key's text. Keys that are not text were refused before. */
export function wordOf(key: Node | null): string {
  return isScalar(key) ? String(key.value) : '';
}
