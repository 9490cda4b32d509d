/**
 * What GitHub makes of Markdown, as far as safety goes: where a table's cells end, and which text is left outside
 * code, where `@name` mentions and `#1` links. A backslash does not help there: both are looked for in the rendered
 * page. https://github.com/github/markup/issues/1168
 */
type Piece = { readonly kind: 'text' | 'escape' | 'code'; readonly source: string; readonly shown: string };

/** A code span ends with as many backticks as it began with; without them its beginning is text. */
const PIECE = /\\([!-/:-@[-`{-~])|(&#?\w+;)|(?<!`)(`+)(?!`)(?:[^]*?[^`])\3(?!`)|[^\\&`]+|[^]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&#64;': '@',
  '&commat;': '@',
  '&#35;': '#',
  '&num;': '#',
};

function piecesOf(markdown: string): readonly Piece[] {
  return [...markdown.matchAll(PIECE)].map(([source, escaped, entity, fence]) => {
    if (escaped !== undefined) return { kind: 'escape', source, shown: escaped };
    if (fence !== undefined) return { kind: 'code', source, shown: ' ' };
    return { kind: 'text', source, shown: entity === undefined ? source : (ENTITIES[entity] ?? source) };
  });
}

/** The text a reader sees outside code: code spans gone, escapes undone. */
export function textOutsideCode(markdown: string): string {
  return piecesOf(markdown)
    .map(({ shown }) => shown)
    .join('');
}

/** Addresses that GitHub would make a link of by itself: outside code, and with nothing escaped in them. */
export function bareLinks(markdown: string): readonly string[] {
  const source = piecesOf(markdown)
    .map((piece) => (piece.kind === 'code' ? ' ' : piece.source))
    .join('');
  return source.match(/(?<!\]\()https?:\/\/\S+|www\.\S+/gi) ?? [];
}

/** Whoever would be notified, and whatever would be linked to, by this text. */
export function pings(markdown: string): readonly string[] {
  return textOutsideCode(markdown).match(/@[\w-]|#\d/g) ?? [];
}

/** The lines of every table in a text: its head, its line of dashes and its rows. */
export function tableLines(markdown: string): readonly string[] {
  return markdown.split('\n').filter((line) => line.startsWith('|'));
}

/** The cells of a table's line. A pipe after a backslash is text, even inside a code span. */
export function cellsOf(line: string): readonly string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1);
}
