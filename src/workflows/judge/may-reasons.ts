import type { Reason } from '#model';
import { conditionAlone, type Gate } from '../expand/gate.ts';
import { anySituation } from '../expression/situation.ts';
import { typedName } from '../expand/job-name.ts';
import { patternOf, type Name } from '../expression/name.ts';
import { alwaysMatches, patternTexts } from '../trigger/filter.ts';
import { OPENING } from '../trigger/reach.ts';
import { listed, placeAt, reasonAt } from './place.ts';
import type { Sighting } from './survey.ts';

/** Everything that can keep one sighting from reporting, each at the line where it is written. */
export function mayReasons(sighting: Sighting): readonly Reason[] {
  return [
    ...pathReason(sighting),
    ...activityReason(sighting),
    ...gateReasons(sighting),
    ...triggerReason(sighting),
    ...nameReason(sighting),
    ...suspectReason(sighting),
  ];
}

function pathReason({ instance: { workflow }, reach: { paths } }: Sighting): readonly Reason[] {
  if (!paths || alwaysMatches(paths)) return [];
  const patterns = listed(patternTexts(paths));
  const when = paths.ignore
    ? `whose files all match ${patterns}`
    : `that changes no file matching ${patterns}`;
  const message = `On a pull request ${when} the workflow does not run, and its check stays pending`;
  return [reasonAt(placeAt(workflow.file, paths.spot), 'path-filter', message)];
}

function activityReason({ instance: { workflow }, reach }: Sighting): readonly Reason[] {
  const { activities, trigger } = reach;
  const missing = OPENING.filter((activity) => activities !== null && !activities.has(activity));
  if (missing.length === 0) return [];
  const message = `"${trigger.event}" does not run for ${listed(missing)}${WHEN_MISSING[missing[0] ?? 'opened']}`;
  return [reasonAt(placeAt(workflow.file, trigger.typesSpot), 'activity-types', message)];
}

const WHEN_MISSING = {
  opened: ', so a new pull request has no check until something else happens to it',
  synchronize: ', so the check is missing again after every later push',
  reopened: ', so a pull request that got commits while it was closed has no check',
} as const;

function gateReasons({ instance, reach }: Sighting): readonly Reason[] {
  const situation = anySituation(reach.trigger.event);
  return instance.gates.flatMap((gate) => {
    const { job, file } = gate;
    const skipped = `when it is skipped it reports as ${listed([typedName(job).join('')])} only`;
    const reasons: Reason[] = [];
    if (job.condition && conditionAlone(gate, situation) !== true) {
      const message = `Job "${job.id}" runs only if \`${job.condition.text}\`; ${skipped}`;
      reasons.push(reasonAt(placeAt(file, job.condition.spot), 'condition', message));
    }
    if (job.needs.length > 0 && !runsWhateverHappens(job.condition?.text)) {
      const message = `Job "${job.id}" is skipped when ${listed(job.needs, 'or')} fails or is skipped; ${skipped}`;
      reasons.push(reasonAt(placeAt(file, job.needsSpot), 'needs-skip', message));
    }
    return reasons;
  });
}

function runsWhateverHappens(condition: string | undefined): boolean {
  return condition !== undefined && /always\(\)|cancelled\(\)/.test(condition);
}

function triggerReason({ instance: { workflow }, reach }: Sighting): readonly Reason[] {
  const at = placeAt(workflow.file, reach.trigger.spot);
  if (reach.doubt) return [reasonAt(at, 'unverified-event', upperFirst(reach.doubt))];
  if (!reach.ownBranchesOnly) return [];
  const filter = reach.trigger.branches;
  const message = filter
    ? `"push" reports only on head branches that pass ${listed(patternTexts(filter))}, and never on a fork's`
    : '"push" reports only on branches of this repository, never on a pull request from a fork';
  return [
    reasonAt(filter ? placeAt(workflow.file, filter.spot) : at, filter ? 'head-branch' : 'forks', message),
  ];
}

function nameReason({ instance }: Sighting): readonly Reason[] {
  const { missing, gate, dynamic, name } = instance;
  if (missing !== null) {
    const spot = gate.job.uses?.spot ?? gate.job.spot;
    const message = `"${missing}" is not at hand, so the names of its jobs are not known`;
    return [reasonAt(placeAt(gate.file, spot), 'missing-reusable', message)];
  }
  return dynamic ? [dynamicReason(gate, name)] : [];
}

function dynamicReason({ job, file }: Gate, name: Name): Reason {
  const open = name.includes(null);
  const subject = open ? 'What it is called' : 'Whether it is there';
  const looks = open ? `; its names look like ${patternOf(name)}` : '';
  const message = `${subject} depends on values of job "${job.id}" that only a run knows${looks}`;
  const spot = job.matrix?.spot ?? job.name?.spot ?? job.spot;
  return reasonAt(placeAt(file, spot), 'dynamic-name', message);
}

function suspectReason({ instance: { workflow } }: Sighting): readonly Reason[] {
  if (workflow.state !== 'suspect') return [];
  const message = 'GitHub may refuse this file: see its problems';
  return [reasonAt(placeAt(workflow.file, workflow.onSpot), 'broken-workflow', message)];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
