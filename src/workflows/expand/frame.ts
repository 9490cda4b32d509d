import { evaluate, type Surroundings } from '../expression/evaluate.ts';
import { githubContext, type Setting, type Situation } from '../expression/situation.ts';
import { parseExpression } from '../expression/syntax.ts';
import { known, record, UNKNOWN, type Value } from '../expression/value.ts';
import type { Entry, Tree } from '../read/tree.ts';
import type { Input, Workflow } from '../read/workflow.ts';
import { cellOf, valueOfCell, type Evaluate } from './cell.ts';
import type { Row } from './matrix.ts';

/**
 * Where expressions are evaluated: the workflow that the event started, the file that they stand in (another
 * one inside a reusable workflow) and, there, what the caller passed. `repository` null: the repository itself.
 */
export type Frame = {
  readonly setting: Setting;
  readonly root: Workflow;
  readonly workflow: Workflow;
  readonly repository: string | null;
  readonly inputsIn: (situation: Situation) => Value;
};

const NOTHING = known(null);

/** The frame of a workflow that an event starts: it has no inputs. */
export function rootFrame(workflow: Workflow, setting: Setting): Frame {
  return { setting, root: workflow, workflow, repository: null, inputsIn: () => record({}, NOTHING) };
}

/** The frame inside a called workflow, `with` evaluated where it stands, for one row of the caller's matrix. */
export function calledFrame(caller: Frame, callee: Callee, row: Row | null): Frame {
  return {
    ...caller,
    workflow: callee.workflow,
    repository: callee.repository,
    inputsIn: (situation) => boundInputs(callee, evaluatorOf(caller, situation, row)),
  };
}

export type Callee = {
  readonly workflow: Workflow;
  readonly repository: string | null;
  readonly inputs: readonly Entry[];
};

/** N17: what the caller passes, else the declared default, else false, 0 or "". */
function boundInputs({ workflow, inputs }: Callee, evaluateIn: Evaluate): Value {
  const members = workflow.inputs.map((input) => {
    const passed =
      inputs.find(({ key }) => key.toLowerCase() === input.name.toLowerCase())?.value ?? input.fallback;
    return [input.name, passed ? valueOfTree(passed, evaluateIn) : emptyOf(input)] as const;
  });
  return record(Object.fromEntries(members), NOTHING);
}

function valueOfTree(tree: Tree, evaluateIn: Evaluate): Value {
  return valueOfCell(cellOf(tree, evaluateIn));
}

function emptyOf({ type }: Input): Value {
  if (type === 'boolean') return known(false);
  return known(type === 'number' ? 0 : '');
}

/** Evaluates expressions of a frame in a situation; `row` where the matrix is there already. */
export function evaluatorOf(frame: Frame, situation: Situation, row: Row | null): Evaluate {
  const around: Surroundings = { contexts: contextsIn(frame, situation, row), status: new Map() };
  return (text) => {
    const expression = parseExpression(text);
    return expression ? evaluate(expression, around) : UNKNOWN;
  };
}

export function contextsIn(frame: Frame, situation: Situation, row: Row | null): ReadonlyMap<string, Value> {
  const contexts = new Map<string, Value>([
    ['github', githubContext(situation, frame.setting, frame.root.name)],
    ['inputs', frame.inputsIn(situation)],
  ]);
  if (row) contexts.set('matrix', matrixContext(row));
  if (row?.position) contexts.set('strategy', strategyContext(row.position));
  return contexts;
}

function strategyContext({ index, total }: { readonly index: number; readonly total: number }): Value {
  return record({ 'job-index': known(index), 'job-total': known(total) });
}

function matrixContext(row: Row): Value {
  const members = [...row.shown, ...row.extras].map(([key, cell]) => [key, valueOfCell(cell)] as const);
  return record(Object.fromEntries(members), row.extrasKnown ? NOTHING : UNKNOWN);
}
