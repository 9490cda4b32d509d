import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pause, RETRY } from '../../src/queue/retry.ts';

describe('the pauses between tries', () => {
  test('go from two seconds to a quarter of an hour in eight tries', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((failed) => pause(RETRY, failed, 0) / 1000);

    expect(pauses[0]).toBe(2);
    expect(pauses.at(-1)).toBe(900);
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  });

  test('are never longer than the longest, nor shorter than half of what they would be without chance', () => {
    const retries = fc.record({
      tries: fc.integer({ min: 1, max: 20 }),
      firstMs: fc.integer({ min: 1, max: 10_000 }),
      longestMs: fc.integer({ min: 10_000, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(
        retries,
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retry, failed, random) => {
          const full = pause(retry, failed, 0);
          const some = pause(retry, failed, random);

          expect(full).toBeLessThanOrEqual(retry.longestMs);
          expect(some).toBeLessThanOrEqual(full);
          expect(some).toBeGreaterThanOrEqual(Math.floor(full / 2));
        },
      ),
    );
  });
});
