import type { Actor, Pause, Problem } from '#model';
import { problemText } from './problem-text.ts';
import { code, plain, prose, sentence } from './markdown.ts';
import { pauseWords, timeWords } from './pause-words.ts';
import type { Answer } from './render-answer.ts';

/** What came of `/mainstay pause` or `/mainstay resume`. */
export type PauseAnswer =
  | { readonly kind: 'paused'; readonly pause: Pause; readonly replaced: Pause | null }
  | { readonly kind: 'resumed'; readonly pause: Pause }
  | { readonly kind: 'not-paused' }
  | { readonly kind: 'policy-repository' }
  | { readonly kind: 'not-allowed'; readonly because: string }
  | { readonly kind: 'unknown'; readonly why: Problem }
  | { readonly kind: 'form' | 'too-long' | 'no-reason'; readonly maxHours: number };

/** The reply to `/mainstay pause` and `/mainstay resume`. */
export function renderPauseAnswer(answer: PauseAnswer, by: Actor): Answer {
  const isDone = answer.kind === 'paused' || answer.kind === 'resumed';
  return {
    markdown: `${code(by.login)}: ${textOf(answer)}`,
    reaction: isDone ? 'rocket' : 'confused',
  };
}

function textOf(answer: PauseAnswer): string {
  switch (answer.kind) {
    case 'paused':
      return pausedText(answer.pause, answer.replaced);
    case 'resumed':
      return `the pause that ${code(answer.pause.by)} gave until ${timeWords(answer.pause.until)} is over now. What differs from the policy is repaired.`;
    case 'not-paused':
      return 'this repository is not paused, so there is nothing to resume.';
    case 'policy-repository':
      return "the repository that holds the organisation's policy is never paused. Nothing was changed.";
    case 'not-allowed':
      return `you may not pause this repository or end a pause of it: ${sentence(answer.because)}. Nothing was changed.`;
    case 'unknown':
      return `I cannot tell whether you may do that, so nothing was changed.\n\n${problemText(answer.why)}`;
    case 'form':
    case 'too-long':
    case 'no-reason':
      return `${FAULTS[answer.kind]} Nothing was changed. ${formText(answer.maxHours)}`;
  }
}

const FAULTS = {
  form: 'a pause begins with how long it is to last.',
  'too-long': 'that is longer than the policy allows.',
  'no-reason': 'a pause needs a reason.',
};

function formText(maxHours: number): string {
  return `Write ${code('/mainstay pause 4h the reason')}: a number with \`m\` (minutes), \`h\` (hours) or \`d\` (days), at most ${hoursWords(maxHours)} by the policy, and then why.`;
}

function hoursWords(hours: number): string {
  return hours === 1 ? 'an hour' : `${hours} hours`;
}

function pausedText(pause: Pause, replaced: Pause | null): string {
  const instead =
    replaced === null
      ? ''
      : ` This replaces the pause that ${code(replaced.by)} gave until ${timeWords(replaced.until)}.`;
  return [
    `protection is paused until ${timeWords(pause.until)}: ${prose(pause.reason)}.${instead}`,
    'Until then it may be loosened by hand, and nothing is repaired. Then it is enforced again by itself; `/mainstay resume` ends the pause before that.',
  ].join('\n\n');
}

/** The ledger's words on the beginning of a pause. */
export function renderPauseStarted(pause: Pause): { readonly title: string; readonly report: string } {
  return {
    title: plain(`Protection is ${pauseWords(pause)}`, 200),
    report: `Paused by ${code(pause.by)} from ${timeWords(pause.since)} until ${timeWords(pause.until)}: ${prose(pause.reason)}.`,
  };
}

/** The ledger's words on its end. Null: its time was over. */
export function renderPauseEnded(
  pause: Pause,
  by: Actor | null,
): { readonly title: string; readonly report: string } {
  const how = by === null ? 'its time was over' : `ended by ${code(by.login)}`;
  return {
    title: plain(`The pause by ${pause.by} is over`, 200),
    report: `The pause by ${code(pause.by)} from ${timeWords(pause.since)} until ${timeWords(pause.until)} is over (${how}). Its reason was: ${prose(pause.reason)}.`,
  };
}
