/** At a 1-based line: lines to take out from there, and lines to put in their place (before it, if none go). */
export type Edit = { readonly line: number; readonly remove: number; readonly insert: readonly string[] };

const CONTEXT = 2;

/** A unified diff of one file, as `git apply` takes it; edits in the order of their lines, far enough apart or not. */
export function unifiedDiff(file: string, lines: readonly string[], edits: readonly Edit[]): string {
  const hunks: string[] = [];
  let shift = 0;
  for (const group of grouped(edits)) {
    const hunk = hunkOf(lines, group, shift);
    hunks.push(hunk.text);
    shift += hunk.shift;
  }
  return `--- a/${file}\n+++ b/${file}\n${hunks.join('\n')}`;
}

/** Edits whose surroundings touch share a hunk. */
function grouped(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const groups: Edit[][] = [];
  for (const edit of [...edits].sort((a, b) => a.line - b.line)) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && edit.line - (before.line + before.remove) <= 2 * CONTEXT) last.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

type Line = { readonly mark: ' ' | '-' | '+'; readonly text: string };

function hunkOf(
  lines: readonly string[],
  edits: readonly Edit[],
  shift: number,
): { text: string; shift: number } {
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last) return { text: '', shift: 0 };
  const { count, complete } = sizeOf(lines);
  const start = Math.max(1, first.line - CONTEXT);
  const end = Math.min(count, last.line + last.remove - 1 + CONTEXT);
  const out = linesOf(lines, edits, { start, end });
  const growth = edits.reduce((sum, { insert, remove }) => sum + insert.length - remove, 0);
  const before = end - start + 1;
  const header = `@@ -${start},${before} +${start + shift},${before + growth} @@`;
  const body = complete || end < count ? out.map(written) : unended(out);
  return { text: [header, ...body].join('\n'), shift: growth };
}

/** A text that ends with a line break has an empty last element, which is no line. */
function sizeOf(lines: readonly string[]): { count: number; complete: boolean } {
  const complete = lines.at(-1) === '';
  return { count: complete ? lines.length - 1 : lines.length, complete };
}

function linesOf(
  lines: readonly string[],
  edits: readonly Edit[],
  part: { start: number; end: number },
): readonly Line[] {
  const out: Line[] = [];
  let at = part.start;
  for (const { line, remove, insert } of edits) {
    out.push(...marked(' ', lines.slice(at - 1, line - 1)));
    out.push(...marked('-', lines.slice(line - 1, line - 1 + remove)), ...marked('+', insert));
    at = line + remove;
  }
  return [...out, ...marked(' ', lines.slice(at - 1, part.end))];
}

function marked(mark: Line['mark'], texts: readonly string[]): readonly Line[] {
  return texts.map((text) => ({ mark, text }));
}

function written({ mark, text }: Line): string {
  return mark + text;
}

const UNENDED = '\\ No newline at end of file';

/** The last line of the old text has no line break, which a diff has to say, and mend where lines follow it. */
function unended(out: readonly Line[]): readonly string[] {
  const last = out.findLastIndex(({ mark }) => mark !== '+');
  return out.flatMap((line, index) => {
    if (index !== last) return [written(line)];
    if (line.mark === '-' || index === out.length - 1) return [written(line), UNENDED];
    return [`-${line.text}`, UNENDED, `+${line.text}`];
  });
}
