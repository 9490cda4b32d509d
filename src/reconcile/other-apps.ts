import type { RepoMemory } from '#model';
import { nameOf } from '#plan';
import type { Result } from '#report';
import { forecastFor } from './forecasts.ts';
import { planned, toldLate } from './repair.ts';
import type { Run } from './run-of.ts';
import { isToTell } from './tell.ts';

/** What was found is taken for true as long: an App that is new, or gone, is noticed the day after. */
const FRESH_MS = 86_400_000;

/**
 * Whether other Apps report what no workflow here does: read only where a check is thought never to report, and only
 * before something is written or said. What cannot be read is not remembered, and is no App's.
 */
export async function withOtherApps(run: Run, memory: RepoMemory): Promise<RepoMemory> {
  const names = unproduced(run);
  if (names.length === 0 || isFresh(run, memory, names)) return memory;
  if (!(await isAboutToAct(run, memory))) return memory;
  const found = await run.github.reader.others(run.snapshot.repo);
  if (!found.known) return memory;
  const seen = names.filter((name) => found.value.includes(name));
  return { ...memory, others: { seen, asked: names, at: run.doors.now().toISOString() } };
}

/** The checks that no workflow reports, and of which nobody said that another App does. */
function unproduced({ snapshot, policy: { wanted } }: Run): readonly string[] {
  if (wanted.exempt !== null) return [];
  const names = snapshot.branches.flatMap((branch) => {
    const forecast = forecastFor({ repo: snapshot.repo, branch, wanted, others: null });
    const required = forecast.known ? forecast.value.required : [];
    return wanted.checks.flatMap((check, index) => {
      const judged = required[index];
      const isNobodys = judged?.verdict === 'never' && judged.reasons.some(({ code }) => code === 'no-job');
      return isNobodys ? [nameOf(check)] : [];
    });
  });
  return [...new Set(names)];
}

function isFresh({ doors }: Run, { others }: RepoMemory, names: readonly string[]): boolean {
  if (others === null || Date.parse(others.at) + FRESH_MS <= doors.now().getTime()) return false;
  return names.every((name) => others.asked.includes(name));
}

async function isAboutToAct(run: Run, memory: RepoMemory): Promise<boolean> {
  if (run.causes.some(({ command }) => command !== undefined)) return true;
  const all = await planned(run, memory);
  if (all.some(({ plan, stopped }) => plan.write !== null && stopped === null)) return true;
  const results = all.map(({ plan, stopped }): Result => ({ plan, receipt: null, stopped }));
  return isToTell(run, toldLate({ results, memory }, memory, run.now).results);
}
