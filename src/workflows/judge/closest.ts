/** Names further apart than this share of their length are not a slip of the pen. */
const FARTHEST = 0.34;
const LONGEST_COMPARED = 120;

/** The name that a person most likely meant, or null where none is close. */
export function closest(text: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.min(text.length, LONGEST_COMPARED) * FARTHEST;
  for (const name of names) {
    if (name === '' || name.length > LONGEST_COMPARED || text.length > LONGEST_COMPARED) continue;
    const distance = editDistance(text.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** Levenshtein's distance: how many characters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
