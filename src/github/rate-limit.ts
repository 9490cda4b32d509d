import { RateLimited } from '#model';

export type Headers = Readonly<Record<string, string | number | undefined>>;

const FALLBACK_MS = 60_000;
const LONGEST_MS = 3_600_000;
const MARGIN_MS = 1_000;

/**
 * When GitHub wants to be asked again: `retry-after`, else `x-ratelimit-reset` of an empty budget, else a minute.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateLimited(headers: Headers, now: number = Date.now()): RateLimited {
  const wait = Math.min(Math.max(waitOf(headers, now), MARGIN_MS), LONGEST_MS);
  const until = new Date(now + wait);
  return new RateLimited(until, `GitHub asks to wait until ${until.toISOString()}`);
}

/** Whether a refusal (403 or 429) is a limit, primary or secondary, rather than a matter of permission. */
export function isRateLimit(status: number, headers: Headers, message: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const empty = headers['x-ratelimit-remaining'] === '0';
  return empty || headers['retry-after'] !== undefined || /rate limit|abuse detection/i.test(message);
}

function waitOf(headers: Headers, now: number): number {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return after * 1_000;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  const empty = String(headers['x-ratelimit-remaining']) === '0';
  return empty && Number.isFinite(reset) ? reset * 1_000 - now + MARGIN_MS : FALLBACK_MS;
}
