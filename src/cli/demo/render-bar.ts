import type { Paint } from './paint.ts';

export type Progress = { readonly done: number; readonly total: number; readonly requests: number };

const CELLS = 30;

/** How far the sweep is: a bar, and the numbers. */
export function renderBar({ done, total, requests }: Progress, paint: Paint): string {
  const full = total === 0 ? 0 : Math.round((done / total) * CELLS);
  const bar = `${paint('good', '█'.repeat(full))}${paint('quiet', '░'.repeat(CELLS - full))}`;
  return `  ${bar} ${done} of ${total} repositories, ${requests} requests`;
}
