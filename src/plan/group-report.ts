import type { PullReport } from '#model';

/**
 * What a merge group gets of a context: a workflow with `merge_group` runs there whatever the files are. One without
 * never does, and counts as skipped where its pull request filter would have skipped the group's files.
 */
export function groupReport(inGroup: PullReport, onPull: PullReport): PullReport {
  const untouched = inGroup.jobs.every(({ state }) => state === 'trigger');
  return inGroup.reports === false && untouched ? onPull : inGroup;
}
