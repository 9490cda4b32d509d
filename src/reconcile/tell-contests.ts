import type { Contest, RepoMemory } from '#model';
import { renderContest } from '#report';
import type { Run } from './run-of.ts';

/**
 * Opens an issue for each setting that is contested, brings it up to date when it was changed back again, and closes
 * it when that is over. What is remembered afterwards keeps it from being said twice.
 */
export async function tellContests(run: Run, memory: RepoMemory): Promise<RepoMemory> {
  const told: [string, readonly Contest[]][] = [];
  for (const [branch, contests] of Object.entries(memory.contests)) {
    const now: Contest[] = [];
    for (const contest of contests) now.push(await tellOne(run, branch, contest));
    told.push([branch, now]);
  }
  return { ...memory, contests: Object.fromEntries(told) };
}

async function tellOne(run: Run, branch: string, contest: Contest): Promise<Contest> {
  const { since, issue, told, backs } = contest;
  const newest = since === null ? null : (backs.at(-1)?.at ?? since);
  if (newest === told) return contest;
  if (since === null && issue === null) return { ...contest, told: null };
  const { repo } = run.snapshot;
  const text = renderContest({ branch, contest, wanted: run.policy.wanted });
  const number = await run.github.publisher.issue(repo, { ...text, number: issue, open: since !== null });
  return { ...contest, issue: number, told: newest };
}
