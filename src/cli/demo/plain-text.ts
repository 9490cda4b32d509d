import { align } from './align.ts';
import { wrap } from './wrap.ts';

/** Markdown of a report as the lines a person would read, at most `width` wide: no markup, tables in columns. */
export function plainText(markdown: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rows: (readonly string[])[] = [];
  for (const line of [...markdown.split('\n'), '']) {
    if (line.startsWith('|')) {
      if (!/^[|\s-]+$/.test(line)) rows.push(cells(line));
      continue;
    }
    lines.push(...align(rows, width));
    rows = [];
    lines.push(...wrap(unmarked(line), width));
  }
  return lines.slice(0, -1);
}

function cells(line: string): readonly string[] {
  return line
    .replace(/^\|\s*|\s*\|\s*$/g, '')
    .split(/\s*(?<!\\)\|\s*/)
    .map(unmarked);
}

/** Without what only markup needs. A link called "More" says nothing where it cannot be followed. */
function unmarked(line: string): string {
  return line
    .replaceAll('\u200b', '')
    .replace(/ ?\[More\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('`', '')
    .replace(/^- /, '• ');
}
