/**
 * Whether a text is one of the names that a pattern stands for: literal text, `\` before what a regular expression
 * would read otherwise, and `.*` for what only a run knows (`Forecast.predicted`). Takes time linear in the text;
 * as a regular expression, a job's name with many holes would keep the process busy for ever.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const pieces = piecesOf(pattern);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

/** The literal texts around the holes. */
function piecesOf(pattern: string): readonly string[] {
  const pieces = [''];
  for (const [token] of pattern.slice(1, -1).matchAll(/\\[\s\S]|\.\*|[\s\S]/gu)) {
    if (token === '.*') pieces.push('');
    else pieces.push(`${pieces.pop() ?? ''}${token.startsWith('\\') ? token.slice(1) : token}`);
  }
  return pieces;
}
