import type { WorkflowProblem } from '#model';
import { matrixOf } from '../expand/matrix.ts';
import type { Library } from '../expand/library.ts';
import { UNKNOWN } from '../expression/value.ts';
import type { Job, Workflow } from './workflow.ts';

/** What GitHub refuses when it starts a workflow: a local call that leads nowhere, a matrix that cannot be. */
export function brokenLinks(library: Library): readonly WorkflowProblem[] {
  return [...library.own.values()].flatMap((workflow) =>
    workflow.jobs.flatMap((job) => [
      ...callProblems(workflow, job, library),
      ...matrixProblems(workflow, job),
    ]),
  );
}

function callProblems({ file }: Workflow, { uses }: Job, library: Library): readonly WorkflowProblem[] {
  const path = /^\.\/(.+)$/.exec(uses?.reference ?? '')?.[1];
  if (!uses || path === undefined) return [];
  const called = library.own.get(path);
  const place = { file, line: uses.spot.line, column: uses.spot.column };
  if (!called) return [{ code: 'bad-reusable', message: `There is no workflow "${path}"`, ...place }];
  if (called.state === 'broken') return [{ code: 'bad-reusable', message: `"${path}" is broken`, ...place }];
  const message = `"${path}" cannot be called: its \`on:\` lacks "workflow_call"`;
  return called.callable ? [] : [{ code: 'bad-reusable', message, ...place }];
}

/** N13. Only what is wrong as it is typed: expressions are taken as unknown. */
function matrixProblems({ file }: Workflow, { matrix }: Job): readonly WorkflowProblem[] {
  if (!matrix) return [];
  const answer = matrixOf(matrix, () => UNKNOWN);
  if (!('fault' in answer)) return [];
  return [
    { code: 'bad-matrix', message: answer.fault, file, line: matrix.spot.line, column: matrix.spot.column },
  ];
}
