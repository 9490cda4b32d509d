const REPLACEMENT = '�';

/**
 * A value as text for a `jsonb` column. PostgreSQL refuses NUL and half a surrogate pair in text and in jsonb, and
 * both may come from outside, so each becomes U+FFFD.
 */
export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}

/** A string as a `text` column can hold it. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}
