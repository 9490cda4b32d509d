import type { Commit, Repository } from './repository-state.ts';

/** A commit and everything before it, the newest first. */
export function historyOf(repository: Repository, start: Commit): readonly Commit[] {
  const seen = new Set<Commit>([start]);
  for (const commit of seen) {
    for (const sha of commit.parents) {
      const parent = repository.commits.get(sha);
      if (parent !== undefined) seen.add(parent);
    }
  }
  return [...seen];
}

/** The newest commit that both have behind them; undefined for histories that never met. */
export function mergeBase(repository: Repository, one: Commit, other: Commit): Commit | undefined {
  const there = new Set(historyOf(repository, other));
  return historyOf(repository, one).find((commit) => there.has(commit));
}

/** Whether a commit changed a file, or something in a folder, against the commit before it. */
export function touches(repository: Repository, commit: Commit, path: string): boolean {
  const before = repository.commits.get(commit.parents[0] ?? '')?.files ?? new Map<string, string>();
  const paths = [...new Set([...before.keys(), ...commit.files.keys()])];
  return paths
    .filter((one) => one === path || one.startsWith(`${path}/`))
    .some((one) => before.get(one) !== commit.files.get(one));
}
