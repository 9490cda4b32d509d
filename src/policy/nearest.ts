/** No key is longer; what is longer is not a misspelling, and comparing it would only cost time. */
const LONGEST = 40;

/** The candidate the writer meant by a misspelt word, or null. Case, dashes and underscores do not count. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= allowance(word, candidate))
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate ?? candidates.find((candidate) => sharesWord(word, candidate)) ?? null;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** A third of the word may be wrong: `mod` is `mode`, but `on` is nothing. */
function allowance(word: string, candidate: string): number {
  return Math.floor(Math.min(word.length, candidate.length) / 3);
}

/** `checks` and `required_status_checks` mean `required_checks`; `enforce_admins` means `include_admins`. */
function sharesWord(word: string, candidate: string): boolean {
  const words = word.toLowerCase().split(/[-_\s]/);
  return candidate.split('_').some((part) => part.length >= 4 && words.includes(part));
}

/** Levenshtein's distance, row by row. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: Array.from(other).length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, against] of Array.from(other).entries()) {
      const replaced = (row[column] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
