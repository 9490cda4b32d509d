import { isCollection, isPair, isScalar, visit, type Document, type YAMLError } from 'yaml';
import type { Fault } from './first-forbidden.ts';

const LONGEST = 200;

/** What the parser says in its own terms, said in the writer's. The first that fits counts. */
const WORDS: readonly (readonly [code: string, said: RegExp, words: string])[] = [
  ['TAB_AS_INDENT', /./, 'The line begins with a tab; YAML is indented with spaces only.'],
  ['MULTIPLE_DOCS', /./, 'A second document begins here; a policy file is one document.'],
  ['BAD_ALIAS', /./, 'A `*` without quotes is an alias in YAML; a name with a `*` goes in quotes.'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    /^Nested/,
    'A second `key: value` begins inside a value; text with `: ` in it goes in quotes.',
  ],
  ['BLOCK_AS_IMPLICIT_KEY', /./, 'The indentation of this line fits none above it.'],
  ['MULTILINE_IMPLICIT_KEY', /./, 'A key is followed by a colon and a space, such as `mode: enforce`.'],
  ['MISSING_CHAR', /^Missing closing/, 'The quote that opens here is never closed.'],
  [
    'MISSING_CHAR',
    /^Implicit map keys/,
    'A key is followed by a colon and a space, such as `mode: enforce`.',
  ],
  ['MISSING_CHAR', /^Sequence item/, 'The indentation of this line fits none above it.'],
  ['BAD_INDENT', /^Flow/, 'The bracket that opens here is not closed before the next key.'],
  ['RESOURCE_EXHAUSTION', /./, 'The lists and mappings here are nested too deeply.'],
];

/** The parser's first complaint about a text, or null. */
export function syntaxFault(document: Document.Parsed): Fault | null {
  const all = [...document.errors, ...document.warnings].sort((one, other) => one.pos[0] - other.pos[0]);
  const [first] = all;
  if (first === undefined) return null;
  const deeper = endOfDeeperLine(first, all);
  if (deeper !== null) {
    const detail = 'The line is indented deeper than the line above it allows.';
    return { code: 'policy_syntax', detail, offset: deeper };
  }
  const words = WORDS.find(([code, said]) => code === first.code && said.test(first.message))?.[2];
  const detail = words ?? `${first.message.slice(0, LONGEST)}.`;
  return { code: 'policy_syntax', detail, offset: openedAt(document, first) };
}

/** A value and a deeper `key:` in the next line are one key over two lines to the parser: the second is wrong. */
function endOfDeeperLine(first: YAMLError, all: readonly YAMLError[]): number | null {
  if (first.code !== 'BLOCK_AS_IMPLICIT_KEY') return null;
  const over = all.find(({ code, pos }) => code === 'MULTILINE_IMPLICIT_KEY' && pos[0] === first.pos[0]);
  return over === undefined ? null : Math.max(over.pos[1] - 1, first.pos[0]);
}

/** What is never closed is noticed far below: the place to look at is where it opened. */
function openedAt(document: Document.Parsed, { code, message, pos }: YAMLError): number {
  const isOpen = (code === 'BAD_INDENT' && /^Flow/.test(message)) || /^Missing closing/.test(message);
  if (!isOpen) return pos[0];
  let opened = pos[0];
  visit(document, (_, node) => {
    if (isPair(node) || !(isScalar(node) || isCollection(node))) return;
    const [start, end] = node.range ?? [0, 0];
    const opens = isScalar(node) ? String(node.type).startsWith('QUOTE') : node.flow === true;
    if (opens && start < pos[0] && end >= pos[0] - 1) opened = start;
  });
  return opened;
}
