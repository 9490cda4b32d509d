import type { WorkflowFile, WorkflowProblem } from '#model';
import { readActionsTree } from './actions-parser.ts';
import { readInputs, readJobs } from './read-jobs.ts';
import { readTriggers } from './read-triggers.ts';
import { entryOf, START, textOf, valueOf, type Fault, type Tree } from './tree.ts';
import type { Workflow } from './workflow.ts';
import { readYaml } from './read-yaml.ts';

export type WorkflowReading = { readonly workflow: Workflow; readonly problems: readonly WorkflowProblem[] };

/** Reads one file. Whatever the text, the answer is a workflow (perhaps a broken one) and what is wrong with it. */
export function readWorkflow(file: WorkflowFile): WorkflowReading {
  const yaml = readYaml(file.text);
  if ('faults' in yaml) {
    const code = yaml.hostile ? 'hostile-workflow' : 'broken-workflow';
    return { workflow: workflowOf(file, undefined, []), problems: problemsOf(file, code, yaml.faults) };
  }
  const { tree, faults } = readActionsTree(yaml);
  const filterFaults: Fault[] = [];
  const on = entryOf(tree, 'on');
  const triggers = readTriggers(on, filterFaults);
  const fatal = faults.filter((fault) => !isTolerable(fault));
  const tolerable = faults.filter(isTolerable);
  const workflow = { ...workflowOf(file, tree, triggers), onSpot: on?.spot ?? START };
  const refused = fatal.length > 0 || filterFaults.length > 0;
  return {
    workflow: { ...workflow, state: refused || !tree ? 'broken' : tolerable.length > 0 ? 'suspect' : 'good' },
    problems: [
      ...problemsOf(file, 'broken-workflow', fatal),
      ...problemsOf(file, 'suspect-workflow', tolerable),
      ...problemsOf(file, 'bad-filter', filterFaults),
    ],
  };
}

function workflowOf(file: WorkflowFile, tree: Tree | undefined, triggers: Workflow['triggers']): Workflow {
  return {
    file: file.path,
    name: textOf(valueOf(tree, 'name')),
    triggers,
    onSpot: START,
    callable: triggers.some(({ event }) => event === 'workflow_call'),
    inputs: readInputs(valueOf(tree, 'on')),
    jobs: readJobs(valueOf(tree, 'jobs')),
    state: 'broken',
    lines: file.text.split(/\r?\n/),
  };
}

/** Parts where the parser's schema is known to refuse what GitHub runs, or lags behind what GitHub adds. */
const LENIENT_KEYS = new Set(['services', 'container', 'env', 'permissions', 'environment', 'concurrency']);
const LENIENT_EVENTS = new Set(['workflow_dispatch', 'repository_dispatch', 'schedule']);

function isTolerable({ path, message }: Fault): boolean {
  if (path[0] === 'on') return LENIENT_EVENTS.has(path[1] ?? '') || isUnknownEvent(path, message);
  return path.some((key) => LENIENT_KEYS.has(key));
}

function isUnknownEvent(path: readonly string[], message: string): boolean {
  return path.length <= 2 && message.startsWith('Unexpected value');
}

function problemsOf(
  file: WorkflowFile,
  code: WorkflowProblem['code'],
  faults: readonly Fault[],
): readonly WorkflowProblem[] {
  // The parser's second remark about a spot follows from the first.
  const spots = new Map(faults.toReversed().map((fault) => [`${fault.line}:${fault.column}`, fault]));
  const first = faults.filter((fault) => spots.get(`${fault.line}:${fault.column}`) === fault);
  return first.map(({ line, column, message }) => ({ code, message, file: file.path, line, column }));
}
