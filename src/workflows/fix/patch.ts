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

function hunkOf(
  lines: readonly string[],
  edits: readonly Edit[],
  shift: number,
): { text: string; shift: number } {
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last) return { text: '', shift: 0 };
  // A text that ends with a line break has an empty last element, which is no line.
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const start = Math.max(1, first.line - CONTEXT);
  const end = Math.min(count, last.line + last.remove - 1 + CONTEXT);
  const out: string[] = [];
  let at = start;
  let growth = 0;
  for (const edit of edits) {
    out.push(...lines.slice(at - 1, edit.line - 1).map((line) => ` ${line}`));
    out.push(...lines.slice(edit.line - 1, edit.line - 1 + edit.remove).map((line) => `-${line}`));
    out.push(...edit.insert.map((line) => `+${line}`));
    at = edit.line + edit.remove;
    growth += edit.insert.length - edit.remove;
  }
  out.push(...lines.slice(at - 1, end).map((line) => ` ${line}`));
  const before = end - start + 1;
  const header = `@@ -${start},${before} +${start + shift},${before + growth} @@`;
  return { text: [header, ...out].join('\n'), shift: growth };
}
