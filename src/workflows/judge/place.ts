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

/** Texts as a person lists them: quoted, and no more than a few. */
export function listed(texts: readonly string[], most = 6): string {
  const unique = [...new Set(texts)];
  const shown = unique.slice(0, most).map((text) => `"${text}"`);
  const rest = unique.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** Each reason once, in the order they came. */
export function distinctReasons(reasons: readonly Reason[]): readonly Reason[] {
  const keys = new Set<string>();
  return reasons.filter((reason) => {
    const key = JSON.stringify([reason.code, reason.file, reason.line, reason.column, reason.message]);
    return !keys.has(key) && keys.add(key);
  });
}
