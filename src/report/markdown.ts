const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const MARKUP = /[\\`*_{}[\]<>#|~@&$:]/g;

/** Text from outside as plain prose: no markup, no mention, no line break, nothing invisible. */
export function prose(text: string): string {
  return oneLine(text).replace(MARKUP, (character) => `\\${character}`);
}

/** Text from outside as a code span, which neither links nor mentions; safe inside a table cell. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|') || ' ';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** At most `limit` characters, cut at a line's end where one is near. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = '\n\n… cut: there is more than GitHub takes.';
  const kept = text.slice(0, limit - note.length);
  const end = kept.lastIndexOf('\n');
  return `${end > limit / 2 ? kept.slice(0, end) : kept}${note}`;
}

function oneLine(text: string): string {
  return text.replace(INVISIBLE, ' ').trim();
}
