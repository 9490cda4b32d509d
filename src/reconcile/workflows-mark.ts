import { createHash } from 'node:crypto';
import type { BranchState } from '#model';

/** The workflow files of a branch as one short word; null where they are not known. */
export function workflowsMark({ workflows }: BranchState): string | null {
  if (!workflows.known) return null;
  return createHash('sha256').update(JSON.stringify(workflows.value)).digest('hex').slice(0, 32);
}
