import type { Reason } from '#model';
import type { Gate } from '../expand/gate.ts';
import { baseName } from '../expand/job-name.ts';
import { exactText } from '../expression/name.ts';
import type { Workflow } from '../read/workflow.ts';
import { closest } from './closest.ts';
import { listed, NOWHERE, placeAt, reasonAt } from './place.ts';
import { contextOf, isNamed, type Absence, type Sighting, type Survey } from './survey.ts';

const ELSEWHERE = 'no workflow here reports it; if another App does, name its `source`';

/** Why no job can bring this context where it is required; the most telling reason first. */
export function neverReasons(context: string, survey: Survey): readonly Reason[] {
  const found = [...shutReasons(context, survey), ...absentReasons(context, survey)];
  if (found.length > 0) return found;
  const broken = survey.broken.flatMap((workflow) => brokenReasons(context, workflow));
  if (broken.length > 0) return broken;
  const hint = misnamedReason(context, survey);
  const place = hint ?? NOWHERE;
  return [...(hint ? [hint] : []), reasonAt(place, 'no-job', `"${context}": ${ELSEWHERE}`)];
}

/** A condition that is never met there: the job, or one that calls it, is skipped every time. */
function shutReasons(context: string, survey: Survey): readonly Reason[] {
  const hidden = survey.sightings.filter(
    (one) => one.instance.form === 'hidden' && isNamed(one.instance, context),
  );
  const gates = new Map(hidden.map((one) => [JSON.stringify(shutGate(one).job.spot), shutGate(one)]));
  return [...gates.values()].map((gate) => {
    const { job, file } = gate;
    const events = hidden.filter((one) => shutGate(one).job === job).map(({ reach }) => reach.trigger.event);
    const message = `\`${job.condition?.text ?? ''}\` is never true for ${listed(events, 'or')}, so job "${job.id}" is skipped and "${context}" is not there`;
    return reasonAt(placeAt(file, job.condition?.spot ?? job.spot), 'condition', message);
  });
}

function shutGate({ instance }: Sighting): Gate {
  return instance.gates.find(({ job }) => job.condition !== null) ?? instance.gate;
}

const RANK = ['path-filter', 'branch-filter', 'activity-types', 'event'];

function absentReasons(context: string, survey: Survey): readonly Reason[] {
  return survey.absences
    .filter(({ instance }) => instance.form !== 'hidden' && isNamed(instance, context))
    .sort((a, b) => RANK.indexOf(a.miss.code) - RANK.indexOf(b.miss.code))
    .map(absenceReason);
}

/** Why a job's trigger cannot bring its name to where it is required. */
export function absenceReason({ instance, miss }: Absence): Reason {
  const message = `Job "${instance.outer.id}" does not report here: ${miss.message}`;
  return reasonAt(placeAt(instance.workflow.file, miss.spot), miss.code, message);
}

function brokenReasons(context: string, workflow: Workflow): readonly Reason[] {
  const job = workflow.jobs.find((one) => one.id === context || baseName(one) === context);
  // Of a file that is no YAML only the lines are there.
  const line = workflow.lines.findIndex((text) => mentions(bare(text), context));
  if (!job && (line < 0 || workflow.jobs.length > 0)) return [];
  const message = `GitHub refuses this file, so job "${job?.id ?? context}" never runs: see its problems`;
  return [
    reasonAt(placeAt(workflow.file, job?.spot ?? { line: line + 1, column: 1 }), 'broken-workflow', message),
  ];
}

function mentions(line: string, context: string): boolean {
  return line.startsWith(`${context}:`) || line === `name: ${context}`;
}

function bare(line: string): string {
  return line.replace(/["']/g, '').trim();
}

/** A name that is close to what some job reports: the usual ways of getting it wrong, most telling first. */
function misnamedReason(context: string, survey: Survey): Reason | null {
  const { sightings } = survey;
  for (const explain of [typedNames, jobIds, workflowNames, droppedLegs, misspelt]) {
    const reason = explain(context, sightings);
    if (reason) return reason;
  }
  return null;
}

type Explain = (context: string, sightings: readonly Sighting[]) => Reason | null;

/** `test` where a matrix makes `test (3.8)`, or where the job calls a workflow. */
const typedNames: Explain = (context, sightings) => {
  const hit = sightings.find(({ instance }) => exactText(instance.typed)?.trim() === context.trim());
  const caller = sightings.find(
    ({ instance: { outer } }) => outer.uses !== null && baseName(outer) === context.trim(),
  );
  const sighting = hit ?? caller;
  if (!sighting) return null;
  const { outer, workflow } = sighting.instance;
  const names = namesOfJob(sighting, sightings);
  const why = hit ? 'has a matrix or a computed name' : 'calls another workflow';
  const message = `Job "${outer.id}" ${why} and reports ${names}; "${context}" alone is there only while it is skipped`;
  return reasonAt(placeAt(workflow.file, outer.spot), hit ? 'matrix-name' : 'skipped-name', message);
};

const jobIds: Explain = (context, sightings) => {
  const sighting = sightings.find(({ instance }) => instance.outer.id === context);
  if (!sighting) return null;
  const { outer, workflow } = sighting.instance;
  const message = `"${context}" is the id of a job that reports ${namesOfJob(sighting, sightings)}: its \`name:\` counts`;
  return reasonAt(placeAt(workflow.file, outer.name?.spot ?? outer.spot), 'job-name', message);
};

const workflowNames: Explain = (context, sightings) => {
  const inside = sightings.filter(({ instance }) => instance.workflow.name === context);
  const [first] = inside;
  if (!first) return null;
  const message = `"${context}" is the name of the workflow, which is no check; its jobs report ${namesOf(inside)}`;
  return reasonAt(placeAt(first.instance.workflow.file, { line: 1, column: 1 }), 'workflow-name', message);
};

const droppedLegs: Explain = (context, sightings) => {
  const sighting = sightings.find(
    ({ instance: { gate } }) =>
      gate.job.matrix !== undefined && context.startsWith(`${baseName(gate.job)} (`),
  );
  if (!sighting) return null;
  const { outer, workflow, gate } = sighting.instance;
  const spot = gate.job.matrix?.spot ?? outer.spot;
  const message = `The matrix of job "${outer.id}" has no such leg; it reports ${namesOfJob(sighting, sightings)}`;
  return reasonAt(placeAt(workflow.file, spot), 'matrix-name', message);
};

const misspelt: Explain = (context, sightings) => {
  const names = new Map(sightings.map(({ instance }) => [contextOf(instance) ?? '', instance] as const));
  const near = closest(context, [...names.keys()]);
  const instance = near === null ? undefined : names.get(near);
  if (near === null || !instance) return null;
  const message = `Job "${instance.outer.id}" reports "${near}", which is close to "${context}"`;
  return reasonAt(placeAt(instance.workflow.file, instance.outer.spot), 'job-name', message);
};

function namesOfJob({ instance }: Sighting, sightings: readonly Sighting[]): string {
  return namesOf(sightings.filter((one) => one.instance.outer === instance.outer));
}

function namesOf(sightings: readonly Sighting[]): string {
  const shown = sightings.filter(({ instance }) => instance.form !== 'hidden');
  return listed(
    shown.map(({ instance }) => contextOf(instance) ?? instance.name.map((piece) => piece ?? '…').join('')),
  );
}
