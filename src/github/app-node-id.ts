import type { Source } from '#model';

/**
 * A check's source as mutations take it: the App's node id, or "any". Left out, GitHub would pin the check to whichever
 * App reported it last. The id is of the older form, which GitHub still resolves; `apply/` compares what came of it.
 * https://docs.github.com/en/graphql/reference/input-objects#requiredstatuscheckinput
 */
export function appNodeId(source: Source): string {
  return source === 'any' ? 'any' : btoa(`03:App${source}`);
}
