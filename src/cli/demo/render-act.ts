import type { Counts } from '#simulator';
import type { Act } from './act.ts';
import type { Paint } from './paint.ts';
import type { Played } from './played.ts';
import { totalOf } from './budget.ts';
import { wrap } from './wrap.ts';

type Paper = { readonly width: number; readonly paint: Paint };

/** What is about to happen. */
export function renderHeading({ part, title, happens }: Act, { width, paint }: Paper): readonly string[] {
  const lines = happens === null ? [] : wrap(happens, width - 4);
  return ['', paint('strong', `${part.padEnd(3)} ${title}`), ...lines.map((line) => `    ${line}`)];
}

/** What came of it, and what it cost. */
export function renderVerdicts(
  { act, verdicts, counts, withinBudget }: Played,
  paint: Paint,
): readonly string[] {
  const limit = act.budget === null ? '' : ` (at most ${totalOf(act.budget)})`;
  const cost = `${costWords(counts)}${limit}`;
  return [
    ...verdicts.map(({ words, holds }) => `    ${marked(holds, words, paint)}`),
    `    ${act.budget === null ? cost : marked(withinBudget, cost, paint)}`,
  ];
}

export function costWords({ total, reads, writes, reports, tokens }: Counts): string {
  const kinds = [counted(reads, 'read'), counted(writes, 'write'), counted(reports, 'report')];
  const beside = tokens === 0 ? '' : `, and ${counted(tokens, 'token')}`;
  return `${counted(total, 'request')}: ${kinds.join(', ')}${beside}`;
}

function marked(holds: boolean, words: string, paint: Paint): string {
  return holds ? `${paint('good', '✓')} ${words}` : `${paint('bad', '✗')} ${words}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
