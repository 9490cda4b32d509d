import { durationText } from './duration.ts';

/** A value of a key as one would write it in the file. */
export function valueText(key: string, value: unknown): string {
  if (key === 'pause.max') return durationText(Math.round(Number(value) * 60));
  if (key === 'contention.within') return durationText(Number(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}
