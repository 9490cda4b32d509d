import type { Fix } from '#model';
import { baseName } from '../expand/job-name.ts';
import type { Gate } from '../expand/gate.ts';
import { listed } from '../judge/place.ts';
import { isNamed, type Sighting } from '../judge/survey.ts';
import type { Job, Workflow } from '../read/workflow.ts';
import type { Ailment } from './ailment.ts';
import { unifiedDiff, type Edit } from './patch.ts';
import { indentOf } from './trigger-edit.ts';

/** A condition above a matrix or a call: skipped there, the job reports under another name. */
export function conditionFix({ worst, survey, check }: Ailment): Fix | null {
  const meant = survey.sightings.filter(({ instance }) => worst !== null && isNamed(instance, worst.context));
  const gate = gateOf(meant, ({ job }) => job.condition !== null);
  if (!gate)
    return {
      text: `Let the job's \`if:\` be true on pull requests, or require another check than "${check}".`,
      patch: null,
    };
  const { job, file } = gate;
  const inside = job.uses ? `into the jobs of ${job.uses.reference}` : 'to its steps';
  const text = [
    `Move \`if: ${job.condition?.text ?? ''}\` from job "${job.id}" in ${file} ${inside}, so that the job always starts;`,
    `or require one job without a matrix that gathers the result: ${gathering(job.id)}`,
  ].join(' ');
  return { text, patch: null };
}

/** A matrix or a call behind \`needs\`: a failure before it takes its names away. */
export function needsFix({ worst }: Ailment): Fix | null {
  const gate = gateOf(worst?.sightings ?? [], ({ job }) => job.needs.length > 0);
  if (!gate) return null;
  const { job } = gate;
  const text = [
    `Require ${listed(job.needs)} as well, so that a failure there is what the pull request waits for;`,
    `or require one job without a matrix that gathers the result: ${gathering(job.id)}`,
  ].join(' ');
  return { text, patch: null };
}

function gateOf(sightings: readonly Sighting[], wanted: (gate: Gate) => boolean): Gate | undefined {
  return sightings.flatMap(({ instance }) => [...instance.gates, instance.gate]).find(wanted);
}

const FAILED = "contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')";

function gathering(job: string): string {
  return `\`needs: [${job}]\`, \`if: always()\`, and a step \`run: exit 1\` with \`if: ${FAILED}\`.`;
}

/** A job that is skipped, and so passes, when what it needs fails. */
export function vacuousFix({ worst }: Ailment): Fix | null {
  const sighting = worst?.sightings.find(({ instance }) => instance.gate.job.needs.length > 0);
  if (!sighting) return null;
  const { gate, workflow } = sighting.instance;
  const { job } = gate;
  const text = [
    `Let "${job.id}" run whatever happens to ${listed(job.needs)}, and fail when one of them did not succeed:`,
    `\`if: always()\`, and a first step \`run: exit 1\` with \`if: ${FAILED}\`.`,
    `As it is, it proves something only while ${listed(job.needs)} ${job.needs.length > 1 ? 'are' : 'is'} required too.`,
  ].join(' ');
  const edits = gate.file === workflow.file ? vacuousEdits(workflow, job) : null;
  return { text, patch: edits && unifiedDiff(workflow.file, workflow.lines, edits) };
}

/** Only for a job whose `if:` is not there yet and whose steps are a plain list. */
function vacuousEdits({ lines }: Workflow, job: Job): readonly Edit[] | null {
  if (job.uses || job.condition) return null;
  const from = job.spot.line;
  const body = bodyOf(lines, job);
  const steps = body.findIndex((line) => /^\s*steps:\s*$/.test(line));
  const pad = /^(\s*)- /.exec(body[steps + 1] ?? '')?.[1];
  const inside = /^(\s*)\S/.exec(body[0] ?? '')?.[1];
  if (steps < 0 || pad === undefined || inside === undefined) return null;
  return [
    { line: from + 1, remove: 0, insert: [`${inside}if: always()`] },
    { line: from + steps + 2, remove: 0, insert: [`${pad}- run: exit 1`, `${pad}  if: ${FAILED}`] },
  ];
}

/** The lines below a job's id that belong to it. */
function bodyOf(lines: readonly string[], { spot }: Job): readonly string[] {
  const below = lines.slice(spot.line);
  const length = below.findIndex((line) => line.trim() !== '' && indentOf(line) < spot.column);
  return length < 0 ? below : below.slice(0, length);
}

/** Jobs with opposite filters share a name on purpose: one of them always reports. */
export function ambiguousFix({ check, worst }: Ailment): Fix | null {
  if (worst?.sightings.every(({ reach }) => reach.paths !== null)) return null;
  return {
    text: `Give the jobs called "${check}" names of their own (\`name:\`), and require the one that is meant.`,
    patch: null,
  };
}

export function dynamicFix({ check, worst, jobs }: Ailment): Fix {
  const job = (worst?.sightings[0]?.instance ?? jobs[0])?.outer;
  const name = job ? baseName(job) : check;
  const text = [
    `Compare with the checks of recent pull requests, or pass the called workflows with \`--reusables\`;`,
    `or require one job without a matrix that gathers "${name}": ${gathering(job?.id ?? check)}`,
  ].join(' ');
  return { text, patch: null };
}
