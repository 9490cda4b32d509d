import type { Fix } from '#model';
import { listed } from '../judge/place.ts';
import { contextOf } from '../judge/survey.ts';
import type { Ailment } from './ailment.ts';

/** A name that nothing reports but that is close to a job: what to require instead. */
export function nameFix({ worst, survey, check }: Ailment): Fix | null {
  const reason = worst?.reasons[0];
  if (!reason) return null;
  const inFile = survey.sightings.filter(
    ({ instance }) => instance.form !== 'hidden' && instance.workflow.file === reason.file,
  );
  const sameJob = inFile.filter(({ instance: { outer } }) =>
    [outer.spot.line, outer.name?.spot.line, outer.matrix?.spot.line].includes(reason.line),
  );
  const meant = sameJob.length > 0 ? sameJob : inFile;
  const names = meant.flatMap(({ instance }) => contextOf(instance) ?? []);
  const jobs = [...new Set(meant.map(({ instance }) => instance.outer.id))];
  if (names.length === 0) return null;
  const text = [
    `Instead of "${check}" require ${listed(names)};`,
    `or name the job in the policy (\`required_checks: [${jobs.slice(0, 3).join(', ')}]\`) and Mainstay keeps up with its names.`,
  ].join(' ');
  return { text, patch: null };
}

export function sourceFix({ check }: Ailment): Fix {
  const text = `Add a job called "${check}" to a workflow that runs on pull requests, stop requiring it, or, if another App reports it, name its \`source\` in the policy.`;
  return { text, patch: null };
}
