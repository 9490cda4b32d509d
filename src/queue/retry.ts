/** How often a key that throws is tried, and when. Times in milliseconds. */
export type Retry = {
  /** Tries in all, the first included; then the key is parked. */
  readonly tries: number;
  /** The pause after the first try that failed, and the least pause of any kind. */
  readonly firstMs: number;
  /** The pause before the last try. */
  readonly longestMs: number;
};

export const RETRY: Retry = { tries: 8, firstMs: 2_000, longestMs: 900_000 };

/**
 * The pause after so many failed tries: it grows by one factor from the first to the longest, and a random part of up
 * to a half is taken off, so that keys which failed together do not come back together. `random` in [0, 1).
 */
export function pause(retry: Retry, failed: number, random: number): number {
  const steps = Math.max(retry.tries - 2, 1);
  const factor = (retry.longestMs / retry.firstMs) ** (1 / steps);
  const full = Math.min(retry.firstMs * factor ** (failed - 1), retry.longestMs);
  return Math.round(full * (1 - random / 2));
}
