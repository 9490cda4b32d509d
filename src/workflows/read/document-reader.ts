import type { ObjectReader } from '@actions/workflow-parser/templates/object-reader';
import {
  BooleanToken,
  type LiteralToken,
  MappingToken,
  NullToken,
  NumberToken,
  SequenceToken,
  StringToken,
} from '@actions/workflow-parser/templates/tokens/index';
import type { TokenRange } from '@actions/workflow-parser/templates/tokens/token-range';
import { isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Scalar } from 'yaml';
import type { SafeYaml } from './read-yaml.ts';

type Event =
  | { readonly kind: 'literal'; readonly token: LiteralToken }
  | { readonly kind: 'sequence'; readonly token: SequenceToken }
  | { readonly kind: 'mapping'; readonly token: MappingToken }
  | { readonly kind: 'end' };

/**
 * Feeds a YAML document to GitHub's template reader, as the parser's own YamlObjectReader does, but from a
 * document that is parsed already: that one parses again, without bounds.
 */
export class DocumentReader implements ObjectReader {
  readonly #events: Iterator<Event>;
  #next: Event | undefined;

  constructor(source: SafeYaml) {
    this.#events = eventsOf(source.document.contents, source);
    this.#step();
  }

  allowLiteral(): LiteralToken | undefined {
    return this.#take('literal')?.token;
  }

  allowSequenceStart(): SequenceToken | undefined {
    return this.#take('sequence')?.token;
  }

  allowSequenceEnd(): boolean {
    return this.#take('end') !== undefined;
  }

  allowMappingStart(): MappingToken | undefined {
    return this.#take('mapping')?.token;
  }

  allowMappingEnd(): boolean {
    return this.#take('end') !== undefined;
  }

  validateStart(): void {
    // The document begins with its first value: there is nothing to check.
  }

  validateEnd(): void {
    if (this.#next) throw new Error('Expected end of reader');
  }

  #take<K extends Event['kind']>(kind: K): Extract<Event, { kind: K }> | undefined {
    const event = this.#next;
    if (event?.kind !== kind) return undefined;
    this.#step();
    return event as Extract<Event, { kind: K }>;
  }

  #step(): void {
    const step = this.#events.next();
    this.#next = step.done === true ? undefined : step.value;
  }
}

function* eventsOf(node: unknown, source: SafeYaml): Generator<Event> {
  const range = rangeOf(node, source.lines);
  if (isAlias(node)) {
    yield* eventsOf(source.targets.get(node), source);
  } else if (isSeq(node)) {
    yield { kind: 'sequence', token: new SequenceToken(undefined, range, undefined) };
    for (const item of node.items) yield* eventsOf(item, source);
    yield { kind: 'end' };
  } else if (isMap(node)) {
    yield { kind: 'mapping', token: new MappingToken(undefined, range, undefined) };
    for (const item of node.items) yield* pairEvents(item, source);
    yield { kind: 'end' };
  } else {
    yield {
      kind: 'literal',
      token: isScalar(node) ? literalOf(node, range) : new NullToken(undefined, range, undefined),
    };
  }
}

function* pairEvents(pair: unknown, source: SafeYaml): Generator<Event> {
  if (!isPair(pair)) return;
  const key = isAlias(pair.key) ? source.targets.get(pair.key) : pair.key;
  const text = isScalar(key) ? String(key.value) : '';
  const range = rangeOf(pair.key, source.lines);
  yield { kind: 'literal', token: new StringToken(undefined, range, text, undefined) };
  yield* eventsOf(pair.value, source);
}

function literalOf(scalar: Scalar, range: TokenRange | undefined): LiteralToken {
  const { value } = scalar;
  if (typeof value === 'number') return new NumberToken(undefined, range, value, undefined);
  if (typeof value === 'boolean') return new BooleanToken(undefined, range, value, undefined);
  if (typeof value !== 'string') return new NullToken(undefined, range, undefined);
  return new StringToken(undefined, range, value, undefined, ...writtenAs(scalar));
}

/** How a text stands in the file: the parser needs it to place expressions in blocks. */
function writtenAs({ srcToken }: Scalar): [source: string | undefined, header: string | undefined] {
  if (!srcToken || !('source' in srcToken)) return [undefined, undefined];
  if (srcToken.type !== 'block-scalar') return [srcToken.source, undefined];
  const header = srcToken.props.find((prop) => prop.type === 'block-scalar-header');
  return [srcToken.source, header && 'source' in header ? header.source : undefined];
}

function rangeOf(node: unknown, lines: LineCounter): TokenRange | undefined {
  const range = hasRange(node) ? node.range : undefined;
  if (!range) return undefined;
  const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])];
  return { start: { line: start.line, column: start.col }, end: { line: end.line, column: end.col } };
}

function hasRange(
  node: unknown,
): node is { readonly range: readonly [number, number, number] | null | undefined } {
  return typeof node === 'object' && node !== null && 'range' in node;
}
