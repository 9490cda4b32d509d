import type { JobReport, PullFacts, PullReport } from '#model';
import type { Gate } from './expand/gate.ts';
import { ANYONE, anySituation, type Situation } from './expression/situation.ts';
import { surveyFor } from './forecast.ts';
import { placeAt, listed, producerOf } from './judge/place.ts';
import { reportingIn } from './judge/reporting.ts';
import { isNamed, type Absence, type Sighting } from './judge/survey.ts';
import type { Workflows } from './read-workflows.ts';
import { FILES_CONSIDERED, passes, passesFiles, patternTexts, type Filter } from './trigger/filter.ts';

/**
 * What will report a context on one pull request, as far as it is known: the question behind the bridge and
 * behind "what does this pull request wait for". The workflows are those that GitHub takes for its event.
 */
export function reportsOn(workflows: Workflows, context: string, pull: PullFacts): PullReport {
  const { branch, event } = pull;
  const survey = surveyFor(workflows, { branch, event });
  const situation = situationOf(pull);
  const named = survey.sightings.filter(({ instance }) => isNamed(instance, context));
  const absent = survey.absences.filter(
    ({ instance }) => instance.form !== 'hidden' && isNamed(instance, context),
  );
  const jobs = [...named.map((one) => sightingReport(one, situation, pull)), ...absent.map(absenceReport)];
  return { context, reports: summaryOf(jobs), jobs };
}

function situationOf({ event, activity, draft, fork, actor, headBranch }: PullFacts): Situation {
  return {
    ...anySituation(event),
    activity: activity ?? null,
    draft: draft ?? null,
    fork: fork ?? null,
    actor: actor === undefined ? ANYONE : { is: actor },
    headBranch: headBranch === undefined ? ANYONE : { is: headBranch },
  };
}

function summaryOf(jobs: readonly JobReport[]): boolean | null {
  if (jobs.some(({ state }) => state === 'reports')) return true;
  return jobs.some(({ state }) => state === 'unknown') ? null : false;
}

type Told = Pick<JobReport, 'state' | 'message' | 'place'>;

function sightingReport(sighting: Sighting, situation: Situation, pull: PullFacts): JobReport {
  const { event } = sighting.reach.trigger;
  return { ...producerOf(sighting.instance), event, ...told(sighting, situation, pull) };
}

function told(sighting: Sighting, situation: Situation, { changedFiles }: PullFacts): Told {
  const { instance, reach } = sighting;
  const { file } = instance.workflow;
  const { reports, gate } = reportingIn(sighting, situation);
  if (reports === false) return gate ? shut(gate) : notStarted(sighting);
  const { paths } = reach;
  const filtered = paths && changedFiles ? byPaths(paths, changedFiles) : null;
  if (paths && filtered) return { ...filtered, place: placeAt(file, paths.spot) };
  const place = placeAt(file, instance.outer.spot);
  const sure = reports === true && (paths === null || changedFiles !== null);
  if (sure) return { state: 'reports', message: 'its workflow runs here', place };
  return { state: 'unknown', message: 'it depends on what only a run knows', place };
}

/** What a path filter makes of the changed files; null: it lets the workflow run. */
function byPaths(paths: Filter, files: readonly string[]): Omit<Told, 'place'> | null {
  if (passesFiles(paths, files)) return null;
  // GitHub looks at the first files only, in an order of its own; nobody may hide one behind many others.
  if (files.some((file) => passes(paths, file))) {
    const message = `a changed file matches; whether it is among the ${FILES_CONSIDERED} that GitHub looks at is not known`;
    return { state: 'unknown', message };
  }
  const patterns = listed(patternTexts(paths));
  const message = paths.ignore
    ? `every changed file matches ${patterns}`
    : `no changed file matches ${patterns}`;
  return { state: 'path-filter', message };
}

function shut({ job, file }: Gate): Told {
  const spot = job.condition?.spot ?? job.spot;
  return {
    state: 'condition',
    message: `\`${job.condition?.text ?? ''}\` is false here`,
    place: placeAt(file, spot),
  };
}

function notStarted({ instance, reach }: Sighting): Told {
  const place = placeAt(instance.workflow.file, reach.trigger.spot);
  return { state: 'trigger', message: `"${reach.trigger.event}" does not run here`, place };
}

function absenceReport({ instance, miss }: Absence): JobReport {
  const place = placeAt(instance.workflow.file, miss.spot);
  return { ...producerOf(instance), state: 'trigger', message: miss.message, place };
}
