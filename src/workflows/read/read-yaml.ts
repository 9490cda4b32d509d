import { isAlias, isCollection, isPair, LineCounter, parseDocument, visit } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import { START, type Fault, type Spot } from './tree.ts';

/** Far above any real workflow, low enough that the worst text is decided in about a second. */
const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 64;
const MAX_NODES = 50_000;
const MAX_ALIASES = 1_000;
const MAX_FAULTS = 10;

/** A document that is safe to read further, with what each alias stands for. */
export type SafeYaml = {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly targets: ReadonlyMap<Alias, Node>;
};

/** That, or what is wrong with the text. */
export type BoundedYaml = SafeYaml | { readonly faults: readonly Fault[]; readonly hostile: boolean };

type Count = { nodes: number; aliases: number };

/**
 * Parses a text and checks that it is safe to read further. Aliases are counted as what they expand to, because
 * GitHub's parser expands them. Never throws; takes at most about a second for any text.
 */
export function readYaml(text: string): BoundedYaml {
  try {
    return readBounded(text);
  } catch {
    // The library walks a document by recursion; only a text made for it runs out of stack.
    return hostile(START, 'The file is nested too deeply to be read');
  }
}

function readBounded(text: string): BoundedYaml {
  if (text.length > MAX_BYTES) return hostile(START, `The file is larger than ${MAX_BYTES / 1024} kB`);
  const lines = new LineCounter();
  // Pretty errors look up a line for every error, which takes minutes on a text made of errors.
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: true,
    lineCounter: lines,
  });
  if (document.errors.length > 0) {
    const faults = document.errors.slice(0, MAX_FAULTS).map((error) => ({
      ...spotAt(lines, error.pos[0]),
      message: firstLine(error.message),
      path: [],
    }));
    return { faults, hostile: document.errors.some((error) => /call stack/i.test(error.message)) };
  }
  const count = { nodes: 0, aliases: 0 };
  const targets = targetsOf(document);
  const tooBig = measure({ node: document.contents, targets, count, depth: 0, open: new Set() });
  return tooBig ? hostile(START, tooBig) : { document, lines, targets };
}

type Step = {
  readonly node: unknown;
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly count: Count;
  readonly depth: number;
  readonly open: ReadonlySet<unknown>;
};

/** Walks the tree as GitHub's parser would, and stops at the first bound that is passed. */
function measure(step: Step): string | null {
  const { node, count, depth, open } = step;
  count.nodes += 1;
  if (count.nodes > MAX_NODES)
    return `The file holds more than ${MAX_NODES} values once its aliases are expanded`;
  if (depth > MAX_DEPTH) return `The file is nested deeper than ${MAX_DEPTH} levels`;
  if (isAlias(node)) return measureAlias(step);
  if (!isCollection(node)) return null;
  if (open.has(node)) return 'An alias contains itself';
  const inside = { ...step, depth: depth + 1, open: new Set([...open, node]) };
  for (const part of node.items.flatMap((item: unknown) =>
    isPair(item) ? [item.key, item.value] : [item],
  )) {
    const found = measure({ ...inside, node: part });
    if (found) return found;
  }
  return null;
}

function measureAlias(step: Step): string | null {
  step.count.aliases += 1;
  if (step.count.aliases > MAX_ALIASES) return `The file uses more than ${MAX_ALIASES} aliases`;
  const target = isAlias(step.node) ? step.targets.get(step.node) : undefined;
  if (!target) return 'An alias stands for an anchor that is not there';
  return measure({ ...step, node: target, depth: step.depth + 1 });
}

/** The anchors in one walk: the library looks each alias up by a walk of its own. */
function targetsOf(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function hostile(spot: Spot, message: string): BoundedYaml {
  return { faults: [{ ...spot, message, path: [] }], hostile: true };
}

function spotAt(lines: LineCounter, offset: number): Spot {
  const { line, col } = lines.linePos(offset);
  return line > 0 ? { line, column: col } : START;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
