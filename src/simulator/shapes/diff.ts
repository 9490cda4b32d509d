import { blobOid } from '../world/git.ts';
import type { Repository } from '../world/repository-state.ts';
import { touched } from './commit.ts';

export type ChangedFile = {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
};

/** The files that differ between two commits of a repository, by name, with lines added and taken away. */
export function changedFiles(repository: Repository, base: string, head: string): readonly ChangedFile[] {
  const before = repository.commits.get(base)?.files ?? new Map<string, string>();
  const after = repository.commits.get(head)?.files ?? new Map<string, string>();
  const paths = touched(before, after);
  const named = (['added', 'removed', 'modified'] as const).flatMap((status) =>
    paths[status].map((filename) => ({ filename, status })),
  );
  return named
    .sort((one, other) => (one.filename < other.filename ? -1 : 1))
    .map(({ filename, status }) => {
      const [old, now] = [before.get(filename), after.get(filename)];
      return { filename, status, sha: blobOid(now ?? old ?? ''), ...lineCounts(lines(old), lines(now)) };
    });
}

function lines(text = ''): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Lines by how often they occur: a move within a file counts as nothing, which git would count. */
function lineCounts(
  before: readonly string[],
  after: readonly string[],
): { additions: number; deletions: number } {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  let additions = 0;
  for (const line of after) {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    else additions += 1;
  }
  return { additions, deletions: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
