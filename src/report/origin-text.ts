import type { Origin } from '#model';
import { originWords } from '#plan';
import { code } from './markdown.ts';

/** Where a value of the policy was written, in Markdown. */
export function originText(origin: Origin): string {
  return origin === null ? originWords(origin) : code(originWords(origin));
}
