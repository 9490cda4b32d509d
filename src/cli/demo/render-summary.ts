import { totalOf } from './budget.ts';
import type { Paint } from './paint.ts';
import { isAsTold, type Played } from './played.ts';

export type Summary = {
  readonly played: readonly Played[];
  /** How many acts the story has; more than were played where one could not be ended. */
  readonly acts: number;
  readonly seconds: number;
};

/** One line for each act, and the verdict on the whole. */
export function renderSummary({ played, acts, seconds }: Summary, paint: Paint): readonly string[] {
  const width = Math.max(0, ...played.map(({ act }) => act.title.length));
  const lines = played.map((one) => {
    const { part, title, budget } = one.act;
    const verdict = isAsTold(one) ? paint('good', '✓ yes  ') : paint('bad', '✗ NO   ');
    const most = budget === null ? '' : String(totalOf(budget));
    return `  ${part.padEnd(3)} ${title.padEnd(width)}   ${verdict}  ${String(one.counts.total).padStart(8)}  ${most.padStart(7)}`;
  });
  const head = `  ${'act'.padEnd(width + 4)}   as told  requests  at most`;
  return ['', paint('strong', head), ...lines, '', verdictOn({ played, acts, seconds }, paint)];
}

function verdictOn({ played, acts, seconds }: Summary, paint: Paint): string {
  const well = played.filter(isAsTold).length;
  const requests = played.reduce((all, { counts }) => all + counts.total, 0);
  const tokens = played.reduce((all, { counts }) => all + counts.tokens, 0);
  const cost = `${requests} requests and ${tokens} tokens in ${seconds.toFixed(1)} s`;
  if (well === acts) return paint('good', `  All ${acts} acts came out as told: ${cost}.`);
  return paint('bad', `  ${acts - well} of ${acts} acts did not come out as told: ${cost}.`);
}
