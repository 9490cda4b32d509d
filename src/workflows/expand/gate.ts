import { evaluate } from '../expression/evaluate.ts';
import type { Situation } from '../expression/situation.ts';
import { asksStatus, parseExpression } from '../expression/syntax.ts';
import { known, truthOf, UNKNOWN, type Truth, type Value } from '../expression/value.ts';
import type { Job } from '../read/workflow.ts';
import { contextsIn, type Frame } from './frame.ts';

/** A job's condition, asked in a situation: `if:`, and that what it needs has not failed or been skipped. */
export type Gate = { readonly job: Job; readonly file: string; readonly frame: Frame };

const FALSE = known(false);
const TRUE = known(true);

/** Whether the job runs; null where it depends on what is not known, such as how its `needs` end. */
export function gateHolds(gate: Gate, situation: Situation): Truth {
  const free = gate.job.needs.length === 0;
  return conditionHolds(gate, situation, { success: free ? TRUE : UNKNOWN, failure: free ? FALSE : UNKNOWN });
}

/** Whether the job runs where what it needs went well: what is left is its own `if:`. */
export function conditionAlone(gate: Gate, situation: Situation): Truth {
  return conditionHolds(gate, situation, { success: TRUE, failure: FALSE });
}

/** C3: whether the job runs although something that it needs has failed. */
export function runsAfterFailure(gate: Gate, situation: Situation): Truth {
  return conditionHolds(gate, situation, { success: FALSE, failure: TRUE });
}

type Ended = { readonly success: Value; readonly failure: Value };

function conditionHolds({ job, frame }: Gate, situation: Situation, ended: Ended): Truth {
  const text = job.condition?.text;
  const expression = text === undefined ? null : parseExpression(text);
  if (text !== undefined && !expression) return null;
  const status = new Map([
    ['success', ended.success],
    ['failure', ended.failure],
    ['always', TRUE],
    ['cancelled', FALSE],
  ]);
  const success = truthOf(ended.success);
  if (!expression) return success;
  const own = truthOf(evaluate(expression, { contexts: contextsIn(frame, situation, null), status }));
  return asksStatus(expression) ? own : both(success, own);
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}
