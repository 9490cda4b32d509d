import type { Producer, Reason, ReasonCode, WorkflowPlace } from '#model';
import type { Instance } from '../expand/expand-workflow.ts';
import type { Spot } from '../read/tree.ts';

/** Where a remark about no workflow in particular points. */
export const NOWHERE: WorkflowPlace = { file: '.github/workflows', line: 1, column: 1 };

export function placeAt(file: string, { line, column }: Spot): WorkflowPlace {
  return { file, line, column };
}

export function reasonAt(place: WorkflowPlace, code: ReasonCode, message: string): Reason {
  return { code, message, file: place.file, line: place.line, column: place.column };
}

export function producerOf({ workflow, outer }: Instance): Producer {
  return { workflow: workflow.file, job: outer.id, line: outer.spot.line, column: outer.spot.column };
}

const MOST_LISTED = 6;

/** Texts as a person lists them: quoted, each once, and no more than a few. */
export function listed(texts: readonly string[], last: 'and' | 'or' = 'and'): string {
  const unique = [...new Set(texts)].map((text) => `"${text}"`);
  const rest = unique.length - MOST_LISTED;
  const shown = rest > 0 ? [...unique.slice(0, MOST_LISTED), `${rest} more`] : unique;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1) ?? ''}`;
}

/** Each reason once, in the order they came. */
export function distinctReasons(reasons: readonly Reason[]): readonly Reason[] {
  const keys = new Set<string>();
  return reasons.filter((reason) => {
    const key = JSON.stringify([reason.code, reason.file, reason.line, reason.column, reason.message]);
    return !keys.has(key) && keys.add(key);
  });
}
