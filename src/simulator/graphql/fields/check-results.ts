import type { CheckRun, CheckSuite, Status } from '../../world/checks-state.ts';
import type { Repository } from '../../world/repository-state.ts';

export function runsOfSuite(repository: Repository, suite: CheckSuite): readonly CheckRun[] {
  return [...repository.checkRuns.values()].filter((run) => run.suiteId === suite.id);
}

/** Of each app and name the run reported last. */
export function latestOf(repository: Repository, sha: string): readonly CheckRun[] {
  const runs = [...repository.checkRuns.values()].filter((run) => run.headSha === sha);
  return lastOfEach(runs, (run) => `${run.appId}\0${run.name}`);
}

/** Of each context the status reported last. */
export function statusesAt(repository: Repository, sha: string): readonly Status[] {
  const statuses = repository.statuses.filter((status) => status.sha === sha);
  return lastOfEach(statuses, ({ context }) => context);
}

const GOOD = ['success', 'neutral', 'skipped'];

/** GitHub's `StatusState` over everything that was reported: one failure fails, one unfinished waits. */
export function stateOf(repository: Repository, sha: string): 'FAILURE' | 'PENDING' | 'SUCCESS' {
  const results = [
    ...latestOf(repository, sha).map(({ conclusion }) => conclusion),
    ...statusesAt(repository, sha).map(({ state }) => (state === 'pending' ? null : state)),
  ];
  if (results.some((result) => result !== null && !GOOD.includes(result))) return 'FAILURE';
  return results.includes(null) ? 'PENDING' : 'SUCCESS';
}

function lastOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
