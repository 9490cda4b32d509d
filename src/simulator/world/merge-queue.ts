import type { Repository } from './repository-state.ts';
import { rulesInForce } from './rules-in-force.ts';
import type { State } from './state.ts';

/** Whether a branch is merged into by a queue: of its classic rule, or of a ruleset. */
export function hasMergeQueue(state: State, repository: Repository, branch: string): boolean {
  const classic = repository.mergeQueues.has(branch) && !repository.protectionsDisabled;
  return classic || queueParameters(state, repository, branch) !== undefined;
}

/** What a ruleset says of the queue, in REST's names; undefined when none does. */
export function queueParameters(
  state: State,
  repository: Repository,
  branch: string,
): Readonly<Record<string, unknown>> | undefined {
  const rules = rulesInForce(state, repository, branch);
  const found = rules.find(({ rule }) => rule.type === 'merge_queue');
  return found === undefined ? undefined : (found.rule.parameters ?? {});
}
