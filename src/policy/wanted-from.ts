import type { From, Place, WantedCheck } from '#model';
import type { Written, WrittenCheck } from './policy-file.ts';

/** A written value as the policy's. */
export function from<T>({ value, place }: Written<T>): From<T> {
  return { value, origin: originOf(place) };
}

/** A written check as the policy's, with the language's defaults. */
export function wantedCheck({ name, source, when, place }: WrittenCheck): WantedCheck {
  return { name, source: source?.value ?? null, when: when?.value ?? 'always', origin: originOf(place) };
}

/** A place without its column: what a report cites. */
export function originOf({ file, line }: Place): { readonly file: string; readonly line: number } {
  return { file, line };
}
