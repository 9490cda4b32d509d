import type { Contest, Problem } from '#model';
import { dimensionWords } from '#plan';
import { timeWords } from './pause-words.ts';

/** What a report says of a setting that somebody keeps changing back. */
export function contestProblem(branch: string, contest: Contest): Problem {
  const { dimension, backs, until } = contest;
  const last = backs.at(-1);
  const who = last?.by ? ` by ${quoted(last.by.login)}` : '';
  const what = last === undefined ? '' : `, the last time${who} on ${timeWords(last.at)}`;
  const wait = until === null ? '' : ` Mainstay writes it again on ${timeWords(until)}.`;
  const detail = `${quoted(dimensionWords(dimension))} of ${quoted(branch)} was changed back ${timesWords(backs.length)}${what}.${wait}`;
  return { code: 'second_manager', detail };
}

function timesWords(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

function quoted(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
