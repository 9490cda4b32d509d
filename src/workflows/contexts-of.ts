import type { ForecastEvent, Resolution } from '#model';
import { patternOf } from './expression/name.ts';
import { surveyFor } from './forecast.ts';
import { producerOf } from './judge/place.ts';
import { resolveCheck, type CheckName } from './judge/resolve-check.ts';
import type { Workflows } from './read-workflows.ts';

/** What a check of the policy becomes required as on a branch. A name that is no job's stands for itself. */
export function contextsOf(
  workflows: Workflows,
  check: CheckName,
  target: { readonly branch: string; readonly event: ForecastEvent },
): Resolution {
  const { contexts, jobs, open, clash } = resolveCheck(check, surveyFor(workflows, target));
  const patterns = open.filter(({ name }) => name.includes(null)).map(({ name }) => patternOf(name));
  const distinct = new Map(jobs.map(producerOf).map((job) => [`${job.workflow}\n${job.job}`, job]));
  return {
    contexts,
    patterns: [...new Set(patterns)],
    jobs: [...distinct.values()],
    clash: clash.map(producerOf),
  };
}
