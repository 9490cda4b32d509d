import { wellKnownFunctions, type data } from '@actions/expressions';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { lowered } from './compare.ts';
import { exactText, joined, literal, type Name } from './name.ts';
import { known, partly, textOfValue, truthOf, UNKNOWN, type Truth, type Value } from './value.ts';

/** Calls one of GitHub's functions by its lower-case name, as far as its arguments are known. */
export function callFunction(name: string, args: readonly Value[]): Value {
  if (name === 'format') return format(args);
  if (name === 'case') return choose(args);
  if (args.every((arg) => arg.kind === 'known'))
    return callKnown(
      name,
      args.map((arg) => arg.data),
    );
  const [subject, part] = args;
  if (!subject || !part) return UNKNOWN;
  const decide = PARTIAL[name];
  const truth = decide ? decide(lowered(textOfValue(subject)), part) : null;
  return truth === null ? UNKNOWN : known(truth);
}

function callKnown(name: string, args: readonly ExpressionData[]): Value {
  const definition = wellKnownFunctions[name];
  if (!definition) return UNKNOWN;
  try {
    return { kind: 'known', data: definition.call(...args) as data.StringData };
  } catch {
    return UNKNOWN;
  }
}

type Partial = (subject: Name, part: Value) => Truth;

/** Functions that a partly known text can already answer; they compare without regard to case. */
const PARTIAL: Readonly<Record<string, Partial>> = {
  startswith: (subject, part) => affix(subject[0], part, (text, other) => text.startsWith(other)),
  endswith: (subject, part) => affix(subject.at(-1), part, (text, other) => text.endsWith(other)),
  contains: (subject, part) => {
    const text = wanted(part);
    return text !== null && subject.some((piece) => piece?.includes(text)) ? true : null;
  },
};

/** The known end of a text and the asked one: whichever is shorter must be an end of the other. */
function affix(
  piece: string | null | undefined,
  part: Value,
  holds: (text: string, other: string) => boolean,
): Truth {
  const text = wanted(part);
  if (text === null || typeof piece !== 'string') return null;
  if (holds(piece, text)) return true;
  return holds(text, piece) ? null : false;
}

function wanted(part: Value): string | null {
  const text = exactText(textOfValue(part));
  return part.kind === 'known' && text !== null ? text.toLowerCase() : null;
}

/** `case(condition, value, ..., otherwise)`. */
function choose(args: readonly Value[]): Value {
  for (let i = 0; i + 1 < args.length; i += 2) {
    const truth = truthOf(args[i] ?? UNKNOWN);
    if (truth === null) return UNKNOWN;
    if (truth) return args[i + 1] ?? UNKNOWN;
  }
  return args.at(-1) ?? UNKNOWN;
}

/** `format('{0} of {1}', a, b)`; what the parser turns a text with several `${{ }}` into. */
function format(args: readonly Value[]): Value {
  const [template, ...values] = args;
  const text = template && exactText(textOfValue(template));
  if (text === undefined || text === null) return UNKNOWN;
  const pieces: Name[] = [];
  for (const [token] of text.matchAll(/\{\{|\}\}|\{\d+\}|[^{}]+|[{}]/g)) {
    const piece = formatPiece(token, values);
    if (piece === null) return UNKNOWN;
    pieces.push(piece);
  }
  const name = joined(...pieces);
  const exact = exactText(name);
  return exact === null ? partly(name) : known(exact);
}

function formatPiece(token: string, values: readonly Value[]): Name | null {
  if (token === '{{' || token === '}}') return literal(token.charAt(0));
  if (token === '{' || token === '}') return null;
  if (!token.startsWith('{')) return literal(token);
  const value = values[Number(token.slice(1, -1))];
  return value ? textOfValue(value) : null;
}
