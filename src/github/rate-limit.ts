export type Headers = Readonly<Record<string, string | number | undefined>>;

/**
 * A limit that GitHub refused for: an hourly budget that is spent until a time (milliseconds since 1970), or a
 * secondary limit, which ends after so long or comes without a time.
 */
export type Limit =
  | { readonly kind: 'primary'; readonly resetAt: number }
  | { readonly kind: 'secondary'; readonly afterMs: number | null };

/** Thrown within this room: the governor of the installation knows what follows. */
export class LimitHit extends Error {
  readonly limit: Limit;

  constructor(limit: Limit) {
    super('GitHub refused for a limit');
    this.name = 'LimitHit';
    this.limit = limit;
  }
}

const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * `retry-after` is a secondary limit's time, `x-ratelimit-reset` that of an empty budget; there may be neither.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function limitOf(headers: Headers, now: number = Date.now()): Limit {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return { kind: 'secondary', afterMs: bounded(after * 1_000) };
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (!isEmpty(headers) || !Number.isFinite(reset)) return { kind: 'secondary', afterMs: null };
  return { kind: 'primary', resetAt: Math.min(Math.max(reset * 1_000, now), now + LONGEST_MS) };
}

/** Whether a refusal (403 or 429) is a limit, primary or secondary, rather than a matter of permission. */
export function isRateLimit(status: number, headers: Headers, message: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    isEmpty(headers) || headers['retry-after'] !== undefined || /rate limit|abuse detection/i.test(message)
  );
}

function isEmpty(headers: Headers): boolean {
  return String(headers['x-ratelimit-remaining']) === '0';
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
}
