const LONGEST = 60;

/** What stands in the file, in words: `found "enforec"`, `found a list of 3`. Long text is cut. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'found nothing';
  if (typeof value === 'string') return `found ${JSON.stringify(shortened(value))}`;
  if (Array.isArray(value))
    return value.length === 0 ? 'found an empty list' : `found a list of ${value.length}`;
  if (typeof value === 'object') return 'found a mapping';
  return `found ${JSON.stringify(value)}`;
}

/** At most 60 characters of a text that somebody else wrote. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
