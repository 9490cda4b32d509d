import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Problem } from '#model';
import { shortened } from './found.ts';

/** Trouble at an offset of the text. */
export type Fault = Omit<Problem, 'place'> & { readonly offset: number };

const DEEPEST = 30;

/**
 * The first thing that YAML allows and a policy does not: anchors, aliases and tags (each value has one line
 * that asks for it), keys that are not words, a key twice, unquoted text over several lines, and nesting without
 * end. Null: nothing of the kind.
 */
export function firstForbidden(root: Node | null, text: string): Fault | null {
  const open: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    const fault = faultOf(node, depth) ?? overLines(node, text);
    if (fault !== null) return fault;
    open.push(...childrenOf(node).map((child) => ({ node: child, depth: depth + 1 })));
  }
  return null;
}

/** An item that is indented too deeply becomes part of the text above it, and nobody sees it. */
function overLines(node: unknown, text: string): Fault | null {
  if (!isScalar(node) || node.type !== 'PLAIN') return null;
  const [start, end] = node.range ?? [0, 0];
  const rest = /\n\s*/.exec(text.slice(start, end));
  if (rest === null) return null;
  const detail = 'The line continues the text of the line above it, because it is indented deeper.';
  const fix = 'Indent the line like the one above it, or put the text in quotes.';
  return { code: 'policy_syntax', detail, fix, offset: start + rest.index + rest[0].length };
}

/** Last child first, for the stack takes them from its end. */
function childrenOf(node: unknown): readonly unknown[] {
  if (isSeq(node)) return node.items.toReversed();
  if (isMap(node)) return node.items.toReversed().flatMap((pair) => [pair.value, pair.key]);
  return [];
}

function faultOf(node: unknown, depth: number): Fault | null {
  if (isAlias(node)) {
    const detail = `\`*${shortened(node.source)}\` without quotes is an alias in YAML, and a policy has none.`;
    return forbidden(node, detail, 'Put a name that begins with `*` in quotes; write a repeated value out.');
  }
  if (!isScalar(node) && !isSeq(node) && !isMap(node)) return null;
  if (depth > DEEPEST) return forbidden(node, 'The lists and mappings here are nested too deeply.');
  if (node.anchor !== undefined) {
    const detail = `\`&${shortened(node.anchor)}\` without quotes is an anchor in YAML, and a policy has none.`;
    return forbidden(node, detail, 'Take the anchor out, or put the text in quotes.');
  }
  if (node.tag !== undefined) {
    return forbidden(node, `\`${shortened(node.tag)}\` is a tag in YAML, and a policy has none.`);
  }
  return isMap(node) ? wrongKey(node) : null;
}

function wrongKey(map: YAMLMap): Fault | null {
  const seen = new Set<string>();
  for (const { key } of map.items as Pair<Node | null>[]) {
    if (!isScalar(key) || typeof key.value !== 'string' || key.value === '') {
      return forbidden(key ?? map, 'A key must be a word, such as `mode`.');
    }
    // JavaScript's name for something else: as the name of a custom property it would be overlooked.
    if (key.value === '__proto__') {
      const detail = '`__proto__` is not a key of a policy.';
      return { code: 'policy_unknown_key', detail, offset: offsetOf(key) };
    }
    if (seen.has(key.value)) {
      const detail = `\`${shortened(key.value)}\` stands here a second time.`;
      return { code: 'policy_duplicate', detail, offset: offsetOf(key) };
    }
    seen.add(key.value);
  }
  return null;
}

function forbidden(node: Node, detail: string, fix?: string): Fault {
  return { code: 'policy_syntax', detail, ...(fix !== undefined && { fix }), offset: offsetOf(node) };
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
