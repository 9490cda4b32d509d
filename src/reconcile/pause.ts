import { POLICY_REPOSITORY, type Pause, type PauseRule, type RepoMemory, type RepoName } from '#model';

/** What a `/mainstay pause` asks for, or what is wrong with it. */
export type PauseOrder =
  | { readonly kind: 'order'; readonly ms: number; readonly reason: string }
  | { readonly kind: 'form' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'no-reason' };

const DURATION = /^(?<count>[1-9]\d{0,5})(?<unit>[mhd])$/i;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const HOUR_MS = 3_600_000;

/** `4h the reason`: a duration in minutes, hours or days that the policy allows, and why. */
export function pauseOrder(argument: string | undefined, rule: PauseRule): PauseOrder {
  const [word = '', ...rest] = (argument ?? '').split(/\s+/);
  const ms = durationMs(word);
  if (ms === null) return { kind: 'form' };
  if (ms > rule.maxHours.value * HOUR_MS) return { kind: 'too-long' };
  const reason = rest.join(' ');
  return /[\p{L}\p{N}]/u.test(reason) ? { kind: 'order', ms, reason } : { kind: 'no-reason' };
}

function durationMs(word: string): number | null {
  const { count, unit = '' } = DURATION.exec(word)?.groups ?? {};
  const one = UNITS[unit.toLowerCase()];
  return one === undefined ? null : Number(count) * one;
}

/** The pause that lasts; null: none. The policy repository is never paused, whatever it was called before. */
export function pauseNow(memory: Pick<RepoMemory, 'pause'>, repo: RepoName, now: Date): Pause | null {
  const { pause } = memory;
  if (pause === null || repo.name.toLowerCase() === POLICY_REPOSITORY) return null;
  return Date.parse(pause.until) > now.getTime() ? pause : null;
}
