import { joined, literal, type Name } from '../expression/name.ts';
import { anySituation, type Setting, type Situation } from '../expression/situation.ts';
import type { Job, Workflow } from '../read/workflow.ts';
import { calledFrame, evaluatorOf, rootFrame, type Frame } from './frame.ts';
import { gateHolds, type Gate } from './gate.ts';
import { jobName, typedName } from './job-name.ts';
import { findWorkflow, type Library } from './library.ts';
import { matrixOf, type Row } from './matrix.ts';

/**
 * One name that a job reports under when an event starts its workflow.
 * `gates`: the conditions without which this name does not appear, outermost first: where a matrix job, or a
 * job that calls a workflow, is skipped, it reports under another name (S1 to S3).
 * `form`: `run` as told; `skipped`: the name of a job whose condition is never met, as it is typed;
 * `hidden`: a name that would be there if that condition were not.
 */
export type Instance = {
  readonly name: Name;
  /** The name of the innermost job as it is typed: what it reports under while it is skipped. */
  readonly typed: Name;
  readonly form: 'run' | 'skipped' | 'hidden';
  readonly workflow: Workflow;
  /** The job in the file that the event starts, and the innermost one, which is it or one that it calls. */
  readonly outer: Job;
  readonly gate: Gate;
  readonly gates: readonly Gate[];
  /** Its name, or whether it exists, depends on what only a run knows. */
  readonly dynamic: boolean;
  /** The reference of a called workflow that is not at hand. */
  readonly missing: string | null;
};

/** Deeper chains of calls than any GitHub allows (N20). */
const DEEPEST = 10;
/** More names than any real workflow has; what is beyond is left out of hostile ones. */
const MOST_INSTANCES = 4096;

/** N1 to N20 and S1 to S4: every name that the jobs of a workflow report under, for one event. */
export function expandWorkflow(workflow: Workflow, event: string, ground: Ground): readonly Instance[] {
  if (workflow.state === 'broken') return [];
  const situation = anySituation(event);
  const frame = rootFrame(workflow, ground.setting);
  const all: Instance[] = [];
  for (const outer of workflow.jobs) {
    expandJob(outer, {
      ground,
      situation,
      outer,
      frame,
      prefix: [],
      gates: [],
      hidden: false,
      unsure: false,
      all,
    });
  }
  return all;
}

/** What stays the same over a whole forecast. */
export type Ground = { readonly library: Library; readonly setting: Setting };

type Place = {
  readonly ground: Ground;
  readonly situation: Situation;
  readonly outer: Job;
  readonly frame: Frame;
  readonly prefix: Name;
  readonly gates: readonly Gate[];
  readonly hidden: boolean;
  readonly unsure: boolean;
  readonly all: Instance[];
};

function expandJob(job: Job, place: Place): void {
  if (place.all.length >= MOST_INSTANCES) return;
  const gate: Gate = { job, file: place.frame.workflow.file, frame: place.frame };
  const skipped = gateHolds(gate, place.situation) === false;
  if (skipped) add(place, gate, { name: typedName(job), form: 'skipped' });
  const inside = { ...place, hidden: place.hidden || skipped };
  for (const row of rowsOf(job, place)) {
    if (job.uses) expandCall(job, { ...inside, gates: [...place.gates, gate] }, row);
    else if (!skipped || job.matrix) expandRow(job, inside, { gate, row });
  }
}

/** One entry for a job without a matrix, and none for a matrix that GitHub refuses. */
function rowsOf(job: Job, place: Place): readonly (Row | null)[] {
  if (!job.matrix) return [null];
  const matrix = matrixOf(job.matrix, evaluatorOf(place.frame, place.situation, null));
  if ('fault' in matrix) return [];
  return matrix.rows.length > 0 ? matrix.rows : [null];
}

function expandRow(job: Job, place: Place, { gate, row }: { gate: Gate; row: Row | null }): void {
  const name = nameOf(job, place, row);
  // A name that is an expression is not evaluated for a job that is skipped, so it is bound like a matrix.
  const bound = job.matrix !== undefined || job.name?.kind === 'expression';
  const own = bound ? { ...place, gates: [...place.gates, gate] } : place;
  add({ ...own, unsure: place.unsure || row?.unsure === true }, gate, { name, form: 'run' });
}

function nameOf(job: Job, { frame, situation }: Place, row: Row | null): Name {
  return jobName(job, row, evaluatorOf(frame, situation, row));
}

/** N17: `caller / callee`, at every level. */
function expandCall(job: Job, place: Place, row: Row | null): void {
  if (!job.uses) return;
  const prefix = joined(place.prefix, nameOf(job, place, row), literal(' / '));
  const inside = { ...place, prefix, unsure: place.unsure || row?.unsure === true };
  const found = findWorkflow(place.ground.library, job.uses.reference, place.frame.repository);
  const gate: Gate = { job, file: place.frame.workflow.file, frame: place.frame };
  if (!found || place.gates.length > DEEPEST) {
    add(inside, gate, { name: [null], form: 'run', missing: job.uses.reference });
    return;
  }
  const frame = calledFrame(place.frame, { ...found, inputs: job.uses.inputs }, row);
  for (const called of found.workflow.jobs) expandJob(called, { ...inside, frame });
}

type Addition = { readonly name: Name; readonly form: 'run' | 'skipped'; readonly missing?: string };

function add(place: Place, gate: Gate, { name, form, missing }: Addition): void {
  const whole = joined(place.prefix, name);
  place.all.push({
    name: whole,
    typed: joined(place.prefix, typedName(gate.job)),
    form: place.hidden ? 'hidden' : form,
    workflow: place.frame.root,
    outer: place.outer,
    gate,
    gates: place.gates,
    dynamic: place.unsure || whole.includes(null),
    missing: missing ?? null,
  });
}
