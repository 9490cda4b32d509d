import type { Exemption, Pause, Problem } from '#model';
import { plain } from './markdown.ts';

/** A time for people: `2026-11-24 18:05 UTC`. */
export function timeWords(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Who, until when and why. Plain text. */
export function pauseWords({ by, until, reason }: Pause): string {
  return `paused by ${plain(by)} until ${timeWords(until)}: ${plain(reason)}`;
}

export function pausedProblem(pause: Pause): Problem {
  return { code: 'paused', detail: `It is ${pauseWords(pause)}.` };
}

/** Until when and why, as far as the policy says. Plain text. */
export function exemptWords({ until, reason }: Exemption): string {
  const end = until === null ? '' : ` until ${timeWords(until)}`;
  return `exempt by the organisation's policy${end}${reason === null ? '' : `: ${plain(reason)}`}`;
}

export function exemptProblem(exempt: Exemption): Problem {
  return { code: 'exempt', detail: `It is ${exemptWords(exempt)}.` };
}
