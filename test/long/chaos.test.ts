import { describe, expect, test } from '@jest/globals';
import { runChaos } from '#kit/chaos-run';

const SEEDS =
  process.env['CHAOS_SEEDS']?.split(',').map(Number) ?? Array.from({ length: 20 }, (_, index) => 101 + index);
const RUN = { repositories: 200, events: 1000, kills: 3, patienceMs: 300_000, pauseMs: 150 };

describe('a bad day of two hundred repositories', () => {
  test.each(SEEDS)(
    'everything ends as the policy says, and no write weakened anything (seed %i)',
    async (seed) => {
      const { findings, survived } = await runChaos({ seed, ...RUN });

      expect(findings).toEqual({ seed, unlikePolicy: [], weakened: [], tooOften: [] });
      expect(survived.kills).toBe(RUN.kills);
      expect(survived.troubles / survived.asked).toBeGreaterThan(0.15);
      expect(survived.lost).toBeGreaterThan(50);
    },
    900_000,
  );
});
