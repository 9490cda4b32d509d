import { wrap } from './wrap.ts';

const GAP = '   ';
const NARROWEST = 8;

/** Sets cells in columns within `width` characters; what does not fit is broken within its column. */
export function align(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widths = columnWidths(rows, width);
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => wrap(cell, widths[column] ?? NARROWEST));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map((lines, column) => (lines[at] ?? '').padEnd(widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    );
  });
}

/** As wide as their text; the widest give way first. */
function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const room = width - GAP.length * (count - 1);
  for (let total = sum(widths); total > room; total -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= NARROWEST) break;
    widths[widest] = now - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
