const NOTE = '\n\n… cut here: the rest is too long for GitHub.';
const FENCE = '\n```';

/**
 * Markdown within a limit of UTF-8 bytes (GitHub counts characters; bytes are never fewer). Cut at a line's end where
 * there is one, with open code fences closed, so that the rest of the page keeps its form.
 */
export function cutText(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const room = limit - Buffer.byteLength(NOTE) - Buffer.byteLength(FENCE);
  const start = startOf(text, room);
  const line = start.lastIndexOf('\n');
  const kept = line > 0 ? start.slice(0, line) : start;
  const fences = kept.match(/^ {0,3}```/gm)?.length ?? 0;
  return kept + (fences % 2 === 1 ? FENCE : '') + NOTE;
}

/** One line within a limit of UTF-16 units, an ellipsis in place of the rest, for labels, titles and log lines. */
export function cutLine(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Whole characters only: a cut inside one would leave a replacement character behind. */
function startOf(text: string, bytes: number): string {
  const decoder = new TextDecoder();
  return decoder.decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}
