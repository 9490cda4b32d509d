import type { Fix } from '#model';
import { expandWorkflow } from '../expand/expand-workflow.ts';

import { isNamed } from '../judge/survey.ts';
import { listed } from '../judge/place.ts';
import type { Trigger, Workflow } from '../read/workflow.ts';
import { passes, patternTexts, type Filter } from '../trigger/filter.ts';
import { OPENING } from '../trigger/reach.ts';
import type { Ailment } from './ailment.ts';
import { unifiedDiff, type Edit } from './patch.ts';
import { addToList, addTrigger, indentOf, type NewTrigger } from './trigger-edit.ts';

/** The trigger that is missing: `pull_request`, with the filters that the push has, or `merge_group`. */
export function triggerFix(ailment: Ailment): Fix | null {
  const source = sourceOf(ailment);
  const { event, branch } = ailment.survey.target;
  if (!source || source.workflow.triggers.some((one) => one.event === event)) return null;
  const { workflow, push } = source;
  const added: NewTrigger =
    event === 'merge_group'
      ? { event, branches: [], paths: null }
      : { event, branches: push?.branches ? [branch] : [], paths: push?.paths ?? null };
  const text = [
    `Let ${workflow.file} run on ${event === 'merge_group' ? 'the merge queue' : 'pull requests'}: add "${event}" to its \`on:\`.`,
    ...(added.paths ? [afterwards(ailment.check, added.paths)] : []),
    ...bystanders(ailment, workflow, event),
  ].join(' ');
  return { text, patch: patchOf(workflow, addTrigger(workflow, added)) };
}

/** The workflow of the job, and its push trigger: what it runs for now is what it should be checked for. */
function sourceOf({
  worst,
  jobs,
  survey,
}: Ailment): { workflow: Workflow; push: Trigger | undefined } | null {
  const absent = survey.absences.find(({ instance }) => worst !== null && isNamed(instance, worst.context));
  const instance = worst?.sightings[0]?.instance ?? absent?.instance ?? jobs[0];
  const workflow = instance?.workflow;
  return workflow ? { workflow, push: workflow.triggers.find(({ event }) => event === 'push') } : null;
}

/** What a filter means once it stands on a required check. */
function afterwards(check: string, paths: Filter): string {
  const patterns = listed(patternTexts(paths));
  const untouched = paths.ignore
    ? `changes only files matching ${patterns}`
    : `changes no file matching ${patterns}`;
  return [
    `After that, a pull request that ${untouched} does not start the workflow:`,
    `Mainstay reports "${check}" as skipped there (its bridge, on by default);`,
    `with \`bridge: false\` leave out the filter, or that pull request waits for ever.`,
  ].join(' ');
}

/** Jobs that would run on pull requests as well, though nobody asked for them. */
function bystanders({ worst, survey }: Ailment, workflow: Workflow, event: string): readonly string[] {
  const others = expandWorkflow(workflow, event, survey.ground)
    .filter(({ form, name }) => form === 'run' && !(worst && name.join('') === worst.context))
    .filter(({ gate }) => gate.job.condition === null && gate.job.needs.length === 0)
    .map(({ outer }) => outer.id);
  if (others.length === 0) return [];
  return [
    `Mind that ${listed(others)} in this file would run there too: give it \`if: github.event_name != '${event}'\` where it must not.`,
  ];
}

/** The branch that a filter leaves out. */
export function branchFix(ailment: Ailment): Fix | null {
  const { branch } = ailment.survey.target;
  const found = troubled(
    ailment,
    (one) => isRequest(one) && one.branches !== null && !passes(one.branches, branch),
  );
  const filter = found?.trigger.branches;
  if (!found || !filter) return null;
  const { workflow, trigger } = found;
  const text = filter.ignore
    ? `Take the pattern that fits "${branch}" out of "branches-ignore" in ${workflow.file}.`
    : `Let ${workflow.file} run for "${branch}": add it to "branches" of "${trigger.event}".`;
  const edits = filter.ignore ? null : addToList(workflow.lines, filter.spot.line, branch);
  return { text, patch: patchOf(workflow, edits) };
}

/** The activity types that a trigger leaves out. */
export function activityFix(ailment: Ailment): Fix | null {
  const limited = troubled(ailment, (trigger) => isRequest(trigger) && lackingOf(trigger).length > 0);
  if (!limited) return triggerFix(ailment);
  const { workflow, trigger } = limited;
  const lacking = lackingOf(trigger);
  const text = `Add ${listed(lacking)} to "types" of "${trigger.event}" in ${workflow.file}.`;
  return { text, patch: patchOf(workflow, typesEdit(workflow, trigger, lacking)) };
}

function isRequest({ event }: Trigger): boolean {
  return event === 'pull_request' || event === 'pull_request_target';
}

function lackingOf({ types }: Trigger): readonly string[] {
  return types === null ? [] : OPENING.filter((activity) => !types.includes(activity));
}

type Troubled = { readonly workflow: Workflow; readonly trigger: Trigger };

/** The trigger to mend among those that bring the context, or fail to. */
function troubled({ worst, survey }: Ailment, wanted: (trigger: Trigger) => boolean): Troubled | null {
  const all = [
    ...survey.sightings.map(({ instance, reach }) => ({ instance, trigger: reach.trigger })),
    ...survey.absences.map(({ instance, miss }) => ({ instance, trigger: miss.trigger })),
  ];
  const found = all.find(
    ({ instance, trigger }) => worst !== null && isNamed(instance, worst.context) && wanted(trigger),
  );
  return found ? { workflow: found.instance.workflow, trigger: found.trigger } : null;
}

function typesEdit(workflow: Workflow, trigger: Trigger, lacking: readonly string[]): readonly Edit[] | null {
  let lines = workflow.lines;
  let edits: readonly Edit[] | null = null;
  for (const type of lacking) {
    const step: readonly Edit[] | null = addToList(lines, trigger.typesSpot.line, type);
    const [edit] = step ?? [];
    if (!edit) return null;
    lines = lines.toSpliced(edit.line - 1, edit.remove, ...edit.insert);
    edits =
      edits && edit.remove === 0
        ? [{ ...edit, insert: [...edit.insert, ...(edits[0]?.insert ?? [])] }]
        : [edit];
  }
  return edits;
}

/** A path filter on a required check: three ways out, the first of which needs no change. */
export function pathFix(ailment: Ailment): Fix | null {
  const filtered = troubled(ailment, (trigger) => trigger.paths !== null && trigger.event !== 'push');
  const paths = filtered?.trigger.paths;
  if (!filtered || !paths) return null;
  const { workflow } = filtered;
  const text = [
    `Leave it, and Mainstay's bridge (on by default) reports "${ailment.check}" as skipped where the filter keeps ${fileName(workflow)} from running;`,
    `or take "${paths.key}" out and let the job decide inside what there is to do;`,
    `or add a workflow with the opposite filter and a job of the same name.`,
  ].join(' ');
  return { text, patch: patchOf(workflow, removeKey(workflow.lines, paths.spot.line)) };
}

/** Takes a key and everything that belongs to it out; null where it does not begin its line. */
function removeKey(lines: readonly string[], line: number): readonly Edit[] | null {
  const key = lines[line - 1] ?? '';
  if (!/^\s*["']?[\w-]+["']?:/.test(key)) return null;
  const below = lines.slice(line);
  const after = below.findIndex((text) => text.trim() === '' || !belongs(text, indentOf(key)));
  return [{ line, remove: 1 + (after < 0 ? below.length : after), insert: [] }];
}

/** A list's items may stand as far left as their key. */
function belongs(text: string, indent: number): boolean {
  return indentOf(text) > indent || (indentOf(text) === indent && text.trimStart().startsWith('- '));
}

function patchOf(workflow: Workflow, edits: readonly Edit[] | null): string | null {
  return edits && unifiedDiff(workflow.file, workflow.lines, edits);
}

function fileName({ file }: Workflow): string {
  return file.split('/').at(-1) ?? file;
}
