/** A position, 1-based, in the file that the tree was read from. */
export type Spot = { readonly line: number; readonly column: number };

export type Scalar = string | number | boolean | null;

/** A workflow file as a plain tree: what GitHub's own parser reads, without its classes. */
export type Tree =
  | { readonly kind: 'scalar'; readonly value: Scalar; readonly spot: Spot }
  | { readonly kind: 'expression'; readonly text: string; readonly source: string; readonly spot: Spot }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly spot: Spot }
  | { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly spot: Spot };

/** `literal` is false for a key that is itself an expression (`${{ insert }}`): its members are not known. */
export type Entry = {
  readonly key: string;
  readonly literal: boolean;
  readonly spot: Spot;
  readonly value: Tree;
};

/** A text that GitHub's parser, or we, cannot accept; `path` are the keys that lead to the line. */
export type Fault = Spot & { readonly message: string; readonly path: readonly string[] };

export const START: Spot = { line: 1, column: 1 };

/** The entry under `key` of a map, compared exactly; undefined where the tree is no map or has none. */
export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  return tree?.kind === 'map' ? tree.entries.find((entry) => entry.key === key) : undefined;
}

/** The value under `key` of a map. */
export function valueOf(tree: Tree | undefined, key: string): Tree | undefined {
  return entryOf(tree, key)?.value;
}

/** The text of a scalar string, else undefined. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
}

/** A scalar or a list of scalars as texts: the two spellings that most of the workflow syntax allows. */
export function textsOf(tree: Tree | undefined): readonly string[] {
  if (tree?.kind === 'list') return tree.items.flatMap(textsOf);
  const text = textOf(tree);
  return text === undefined ? [] : [text];
}
