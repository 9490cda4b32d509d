const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const MARKUP = /[\\`*_{}[\]<>#|~@&$:]/g;
/** What one piece of text from outside may take, so that a report's lines stay whole when it is cut. */
const LONGEST = 4000;

/** Text from outside on one line: nothing invisible in it, and no longer than `limit`. Not yet escaped. */
export function plain(text: string, limit = LONGEST): string {
  const line = text.toWellFormed().replace(INVISIBLE, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).toWellFormed()}…`;
}

/** Text from outside as plain prose: no markup, no mention, no link, no line break, nothing invisible. */
export function prose(text: string): string {
  return escaped(plain(text));
}

/** A sentence on something from outside: what it has between backticks as code, the rest as plain prose. */
export function sentence(text: string): string {
  const parts = plain(text).split(/`([^`]*)`/);
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : escaped(part))).join('');
}

/** Text from outside as a code span, which neither links nor mentions. */
export function code(text: string): string {
  const line = plain(text) || ' ';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A code span inside a table, where a pipe would end the cell even in code. */
export function cellCode(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** At most `limit` characters, cut at a line's end: half a line could leave a code span open. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = '\n\n… cut: there is more than GitHub takes.';
  const kept = text.slice(0, limit - note.length);
  return `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n'))).trimEnd()}${note}`;
}

/**
 * GitHub looks for `@name`, `#1` and `www.` when the backslashes are gone already, so something has to stand
 * between. https://github.com/github/markup/issues/1168
 */
function escaped(line: string): string {
  return line
    .replace(MARKUP, (character) => (/[@#]/.test(character) ? `\\${character}\u200b` : `\\${character}`))
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`);
}
