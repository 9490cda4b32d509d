import { POLICY_PATH } from '#model';
import type { Push } from './payload.ts';

/** From here on GitHub may have left commits out. */
const MANY = 20;

/**
 * Whether a push may have changed the policy file. What the event does not show (a forced push, many commits, a merge
 * without its files) counts as touched: looking costs one read, missing it costs a day.
 */
export function touchesPolicy({ forced, deleted, commits }: Push): boolean {
  if (forced === true || deleted === true || !commits) return true;
  if (commits.length === 0 || commits.length >= MANY) return true;
  return commits.some(({ added, modified, removed }) => {
    if (!added || !modified || !removed) return true;
    const files = [...added, ...modified, ...removed];
    return files.length === 0 || files.includes(POLICY_PATH);
  });
}
