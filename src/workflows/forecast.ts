import type { Forecast, ForecastEvent, Prediction, RequiredForecast } from '#model';
import { patternOf } from './expression/name.ts';
import { forecastCheck } from './judge/forecast-check.ts';
import type { Known } from './judge/judge-context.ts';
import { producerOf } from './judge/place.ts';
import type { CheckName } from './judge/resolve-check.ts';
import { contextOf, surveyOf, type Survey } from './judge/survey.ts';
import type { Workflows } from './read-workflows.ts';

/**
 * What is asked of the workflows. `external` and `tree`: what the caller knows beyond them. `changedFiles`: ask
 * about one pull request that changes these, not about all of them.
 */
export type Question = {
  readonly branch: string;
  readonly event: ForecastEvent;
  readonly checks: readonly CheckName[];
  readonly external?: readonly string[];
  readonly tree?: readonly string[];
  readonly changedFiles?: readonly string[] | null;
};

/**
 * Says of every required check whether it will, may or can never report on a pull request into `branch` (or on
 * a merge group of it), and lists every context that can. Pure: the same files give the same forecast.
 */
export function forecast(workflows: Workflows, question: Question): Forecast {
  const survey = surveyFor(workflows, question);
  const known: Known = { external: new Set(question.external ?? []), tree: question.tree ?? [] };
  const required = question.checks.map((check): RequiredForecast => forecastCheck(check, survey, known));
  const { branch, event } = question;
  return { branch, event, predicted: predictionsOf(survey), required, problems: workflows.problems };
}

type Asked = Pick<Question, 'branch' | 'event' | 'changedFiles'>;

export function surveyFor(workflows: Workflows, { branch, event, changedFiles = null }: Asked): Survey {
  const setting = { branch, repository: workflows.library.repository };
  return surveyOf({ library: workflows.library, setting }, { branch, event, changedFiles });
}

function predictionsOf({ sightings }: Survey): readonly Prediction[] {
  const all = new Map<string, Prediction>();
  for (const { instance } of sightings) {
    if (instance.form === 'hidden') continue;
    const context = contextOf(instance);
    const pattern = context === null ? patternOf(instance.name) : null;
    const producer = producerOf(instance);
    const key = JSON.stringify([producer.workflow, producer.job, context, pattern]);
    if (!all.has(key)) all.set(key, { context, pattern, ...producer });
  }
  return [...all.values()];
}
