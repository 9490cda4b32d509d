import {
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  type Document,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';
import type { Place, Problem } from '#model';
import { firstForbidden, type Fault } from './first-forbidden.ts';
import { found } from './found.ts';
import { plainValue } from './plain-value.ts';
import { syntaxFault } from './syntax-fault.ts';

/** A file as YAML: its top mapping, and where an offset into its text lies. */
export type ReadDocument = { readonly root: YAMLMap; readonly placeOf: (offset: number) => Place };

const MOST_BYTES = 512 * 1024;
/** YAML's tokens: the parser takes about 10 µs for each, and 10,000 lines have 40,000. */
const MOST_TOKENS = 50_000;

/** A file's text as one YAML mapping, or the first reason why it is not one. Never throws. */
export function readDocument(text: string, file: string): ReadDocument | Problem {
  const lines = new LineCounter();
  function placeOf(offset: number): Place {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
  const plain = text.replace(/^\uFEFF/, '');
  const tooLarge = unreasonable(plain);
  if (tooLarge !== null) return { ...tooLarge, place: { file, line: 1, column: 1 } };

  // The parser's own search for duplicate keys compares each with each: 60,000 keys take it two minutes.
  const document = parseDocument(plain, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const root = rootOf(document, plain);
  if (isMap(root)) return { root, placeOf };
  const { offset, ...problem } = root;
  return { ...problem, place: placeOf(offset) };
}

function unreasonable(text: string): Omit<Problem, 'place'> | null {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MOST_BYTES) {
    return {
      code: 'policy_unreadable',
      detail: `The file has ${Math.ceil(bytes / 1024)} kB; at most 512 are read.`,
    };
  }
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    if (token !== '') tokens += 1;
    if (tokens > MOST_TOKENS) {
      return {
        code: 'policy_unreadable',
        detail: 'The file has more than 50,000 words and marks, which no policy needs.',
        fix: 'Shorten the file to a few thousand lines.',
      };
    }
  }
  return null;
}

function rootOf(document: Document.Parsed, text: string): YAMLMap | Fault {
  const { contents } = document;
  const broken = otherVersion(document, text) ?? syntaxFault(document);
  if (broken !== null) return broken;
  if (contents === null || isScalar(contents)) return notMapping(contents);
  return firstForbidden(contents, text) ?? (isMap(contents) ? contents : notMapping(contents));
}

function notMapping(contents: ParsedNode | null): Fault {
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return {
      code: 'policy_version',
      detail: 'The file is empty; it needs at least `version: 1`.',
      offset: 0,
    };
  }
  return {
    code: 'policy_invalid_value',
    detail: `The file must be a mapping such as \`version: 1\`; ${found(plainValue(contents))}.`,
    fix: 'Let each line at the left margin be `key: value`.',
    offset: contents.range[0],
  };
}

/** YAML 1.1 reads `yes`, `off` and `012` as something else than 1.2 does: one language is enough. */
function otherVersion(document: Document.Parsed, text: string): Fault | null {
  const { explicit, version } = document.directives.yaml;
  if (explicit !== true || version === '1.2') return null;
  return {
    code: 'policy_syntax',
    detail: `The file asks for YAML ${version}; policies are YAML 1.2.`,
    fix: 'Take out the line that begins with `%YAML`.',
    offset: Math.max(text.search(/^%YAML/m), 0),
  };
}
