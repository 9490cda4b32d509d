import { fullNameOf } from '../../world/lookup.ts';
import { hasMergeQueue, queueParameters } from '../../world/merge-queue.ts';
import { nodeId } from '../../world/node-id.ts';
import type { Repository } from '../../world/repository-state.ts';
import { need } from '../access.ts';
import { page, PAGING } from '../page.ts';
import { as, type Context, type Fields, type Source } from '../source.ts';

/**
 * The queue before a branch; null when there is none. Whoever was not given `merge_queues` is refused: which
 * permission GitHub asks for here is not documented, and a null would look like "no queue".
 */
export function mergeQueueOf(
  context: Context,
  repository: Repository,
  branch: string,
): Source<'MergeQueue'> | null {
  need(context, repository, { permission: 'merge_queues', level: 'read' });
  return hasMergeQueue(context.state, repository, branch) ? as('MergeQueue', { repository, branch }) : null;
}

export const MERGE_QUEUE_FIELDS: Fields<'MergeQueue'> = {
  id: ({ repository, branch }) => nodeId('MergeQueue', `${repository.id}:${branch}`),
  repository: ({ repository }) => as('Repository', { repository }),
  configuration: ({ repository, branch }, _, { state }) =>
    configuration(queueParameters(state, repository, branch) ?? DEFAULTS),
  entries: { takes: PAGING, resolve: (_, args) => page([], args) },
  nextEntryEstimatedTimeToMerge: () => null,
  resourcePath: (source) => pathOf(source),
  url: (source, _, { state }) => `${state.url}${pathOf(source)}`,
};

/** What the settings page begins with; only rulesets of the simulated GitHub say something else. */
const DEFAULTS = {
  check_response_timeout_minutes: 60,
  grouping_strategy: 'ALLGREEN',
  max_entries_to_build: 5,
  max_entries_to_merge: 5,
  merge_method: 'MERGE',
  min_entries_to_merge: 1,
  min_entries_to_merge_wait_minutes: 5,
};

function configuration(parameters: Readonly<Record<string, unknown>>): object {
  return {
    checkResponseTimeout: parameters['check_response_timeout_minutes'] ?? null,
    mergingStrategy: parameters['grouping_strategy'] ?? null,
    maximumEntriesToBuild: parameters['max_entries_to_build'] ?? null,
    maximumEntriesToMerge: parameters['max_entries_to_merge'] ?? null,
    mergeMethod: parameters['merge_method'] ?? null,
    minimumEntriesToMerge: parameters['min_entries_to_merge'] ?? null,
    minimumEntriesToMergeWaitTime: parameters['min_entries_to_merge_wait_minutes'] ?? null,
  };
}

function pathOf({ repository, branch }: Source<'MergeQueue'>): string {
  return `/${fullNameOf(repository)}/queue/${branch}`;
}
