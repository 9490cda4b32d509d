import type { Simulator } from '#simulator';
import type { Progress } from './render-bar.ts';
import { latestRun, standingOf, type Repository } from './standing.ts';

/** Tells after each request how many repositories are done with: seen, and protected or told why not. */
export function watchSweep(github: Simulator, tell: (progress: Progress) => void): () => void {
  const seen = new Set<string>();
  const since = github.exchanges.length;
  return github.onExchange(({ route, responseBody }) => {
    const repositories = [...github.state.repositories.values()];
    const answer = route === 'graphql' ? JSON.stringify(responseBody) : '';
    for (const { nodeId } of repositories) if (answer.includes(nodeId)) seen.add(nodeId);
    const done = repositories.filter((one) => seen.has(one.nodeId) && isDone(one)).length;
    tell({ done, total: repositories.length, requests: github.count({ since }).total });
  });
}

function isDone(repository: Repository): boolean {
  return standingOf(repository).mood !== 'drift' || latestRun(repository) !== undefined;
}
