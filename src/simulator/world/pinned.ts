import type { RequiredCheck } from './protection-state.ts';
import type { Repository } from './repository-state.ts';

/** As it is asked for: `appId` -1 or null = any source, absent = let GitHub choose. */
export type AskedCheck = { readonly context: string; readonly appId?: number | null | undefined };

/**
 * The checks as GitHub keeps them. Without a word about the source it pins a check to the app that last
 * reported that context in the repository, or to none. A context named twice is kept once.
 */
export function pinned(repository: Repository, asked: readonly AskedCheck[]): readonly RequiredCheck[] {
  const kept = new Map<string, RequiredCheck>();
  for (const { context, appId } of asked) {
    const source = appId === undefined ? lastReporter(repository, context) : appId;
    kept.set(`${context}\0${String(source)}`, { context, appId: source === -1 ? null : source });
  }
  return [...kept.values()];
}

/** The app that reported this context last; null when nobody did, or a person. */
function lastReporter(repository: Repository, context: string): number | null {
  const runs = [...repository.checkRuns.values()].filter((run) => run.name === context);
  const statuses = repository.statuses.filter((status) => status.context === context);
  const latest = [...runs, ...statuses].reduce<{ readonly id: number; readonly appId: number | null } | null>(
    (best, one) => (best === null || one.id > best.id ? one : best),
    null,
  );
  return latest?.appId ?? null;
}
