/**
 * Whether a name fits a glob of `*` (any text) and `?` (any one character), without regard to case, as GitHub
 * compares names. No regular expression: a hostile glob must not take exponential time.
 */
export function matchesGlob(glob: string, name: string): boolean {
  const pattern = glob.toLowerCase();
  const text = name.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      // The last star takes one character more, and the rest is tried again from there.
      resume += 1;
      index = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
