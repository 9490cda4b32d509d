import { expandWorkflow, type Ground, type Instance } from '../expand/expand-workflow.ts';
import { canBe, canBeCut, exactText, type Name } from '../expression/name.ts';
import type { Workflow } from '../read/workflow.ts';
import { passesFiles, patternTexts } from '../trigger/filter.ts';
import { isReach, reachOf, type Miss, type Reach, type Target } from '../trigger/reach.ts';
import { listed } from './place.ts';

/** A name, and a trigger that can bring it to where it is required. */
export type Sighting = { readonly instance: Instance; readonly reach: Reach };

/** A name that some job has, and why its trigger cannot bring it. */
export type Absence = { readonly instance: Instance; readonly miss: Miss };

/** All that the workflows can say about one branch and event, before anybody asks for a check. */
export type Survey = {
  readonly ground: Ground;
  readonly target: Target;
  readonly sightings: readonly Sighting[];
  readonly absences: readonly Absence[];
  readonly broken: readonly Workflow[];
};

export function surveyOf(ground: Ground, target: Target): Survey {
  const sightings: Sighting[] = [];
  const absences: Absence[] = [];
  for (const workflow of ground.library.own.values()) {
    for (const trigger of workflow.triggers) {
      const answer = withFiles(reachOf(trigger, target), target.changedFiles);
      for (const instance of expandWorkflow(workflow, trigger.event, ground)) {
        if (isReach(answer)) sightings.push({ instance, reach: answer });
        else absences.push({ instance, miss: answer });
      }
    }
  }
  const broken = [...ground.library.own.values()].filter(({ state }) => state === 'broken');
  return { ground, target, sightings, absences, broken };
}

/** Where the changed files are known, a path filter either does not matter or rules the workflow out. */
function withFiles(answer: Reach | Miss, files: readonly string[] | null): Reach | Miss {
  if (files === null || !isReach(answer) || !answer.paths) return answer;
  const { paths, trigger } = answer;
  if (passesFiles(paths, files)) return { ...answer, paths: null };
  const patterns = listed(patternTexts(paths));
  const message = paths.ignore
    ? `every changed file matches ${patterns}`
    : `no changed file matches ${patterns}`;
  return { trigger, spot: paths.spot, code: 'path-filter', message };
}

/** Whether a job's name is this context: compared without blanks at the ends (N19). */
export function isNamed(instance: Instance, context: string): boolean {
  const text = context.trim();
  const exact = exactText(instance.name);
  if (exact !== null) return exact.trim() === text;
  const whole = trimmedName(instance.name);
  return canBe(whole, text) || canBe(whole, `${text} `) || canBeCut(whole, text);
}

/** The context that an instance reports under, where its name is known. */
export function contextOf(instance: Instance): string | null {
  return exactText(instance.name)?.trim() ?? null;
}

function trimmedName(name: Name): Name {
  return name.map((piece, index) => (index === 0 && piece !== null ? piece.trimStart() : piece));
}

/** The same job, seen through several triggers or matrix rows, is one. */
export function jobKey({ workflow, outer, gate }: Instance): string {
  return [workflow.file, outer.id, gate.file, gate.job.id].join('\n');
}
