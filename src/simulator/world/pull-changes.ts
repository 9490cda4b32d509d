import { mergeBase } from './history.ts';
import type { PullRequest } from './issue-state.ts';
import type { Repository } from './repository-state.ts';

export type PullChanges = {
  /** Path → text, of what is new or different. */
  readonly files: Readonly<Record<string, string>>;
  readonly deletes: readonly string[];
};

/** What a merge of the pull request would do to its base as it is now: the changes since the two parted. */
export function pullChanges(repository: Repository, pull: PullRequest): PullChanges {
  const head = repository.commits.get(pull.headSha);
  const base = repository.commits.get(repository.branches.get(pull.baseBranch) ?? pull.baseSha);
  const parted = head && base ? mergeBase(repository, head, base) : undefined;
  const [before, after] = [
    parted?.files ?? new Map<string, string>(),
    head?.files ?? new Map<string, string>(),
  ];
  const files = [...after].filter(([path, text]) => before.get(path) !== text);
  return { files: Object.fromEntries(files), deletes: [...before.keys()].filter((path) => !after.has(path)) };
}
