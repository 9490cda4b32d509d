import type { JobReport, PullFacts, PullReport, WorkflowPlace } from '#model';
import { ANYONE, anySituation, type Situation } from './expression/situation.ts';
import { surveyFor } from './forecast.ts';
import { placeAt, listed, producerOf } from './judge/place.ts';
import { reportingIn } from './judge/reporting.ts';
import { isNamed, type Absence, type Sighting } from './judge/survey.ts';
import type { Workflows } from './read-workflows.ts';
import { passesFiles, patternTexts } from './trigger/filter.ts';

/**
 * What will report a context on one pull request, as far as it is known: the question behind the bridge and
 * behind "what does this pull request wait for". The workflows are those that GitHub takes for its event.
 */
export function reportsOn(workflows: Workflows, context: string, pull: PullFacts): PullReport {
  const survey = surveyFor(workflows, pull);
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

function sightingReport(sighting: Sighting, situation: Situation, pull: PullFacts): JobReport {
  const { instance, reach } = sighting;
  const { workflow } = instance;
  const told = (state: JobReport['state'], message: string, place: WorkflowPlace): JobReport => ({
    ...producerOf(instance),
    state,
    message,
    place,
  });
  const { reports, gate } = reportingIn(sighting, situation);
  const at = placeAt(workflow.file, instance.outer.spot);
  if (gate && reports === false) {
    const spot = gate.job.condition?.spot ?? gate.job.spot;
    return told('condition', `\`${gate.job.condition?.text ?? ''}\` is false here`, placeAt(gate.file, spot));
  }
  if (reports === false) {
    return told(
      'trigger',
      `"${reach.trigger.event}" does not run here`,
      placeAt(workflow.file, reach.trigger.spot),
    );
  }
  if (reach.paths && pull.changedFiles && !passesFiles(reach.paths, pull.changedFiles)) {
    const patterns = listed(patternTexts(reach.paths));
    const message = reach.paths.ignore
      ? `every changed file matches ${patterns}`
      : `no changed file matches ${patterns}`;
    return told('path-filter', message, placeAt(workflow.file, reach.paths.spot));
  }
  const sure = reports === true && (reach.paths === null || pull.changedFiles !== null);
  return sure
    ? told('reports', 'its workflow runs here', at)
    : told('unknown', 'it depends on what only a run knows', at);
}

function absenceReport({ instance, miss }: Absence): JobReport {
  const place = placeAt(instance.workflow.file, miss.spot);
  return { ...producerOf(instance), state: 'trigger', message: miss.message, place };
}
