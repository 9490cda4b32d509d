import { describe, expect, test } from '@jest/globals';
import type { Wanted } from '#model';
import { weighPolicy, type PolicyEffect } from '#plan';
import type { BranchWorld } from '#kit/branch-world';
import { asking, check, exactRule, from, nothingWanted, protection, requiring } from '#kit/builders';
import { plansIn } from '#kit/play';

const HELD: BranchWorld = {
  branches: [
    {
      name: 'main',
      exact: exactRule(protection({ checks: requiring('test'), signatures: true })),
      wildcard: null,
    },
  ],
  own: null,
  others: [],
};
const OLD = nothingWanted({ checks: [check('test')] });

function effect(name: string, after: Wanted, over: Partial<PolicyEffect> = {}): PolicyEffect {
  const [before, then] = [plansIn(HELD, OLD), plansIn(HELD, after)];
  return { repo: { owner: 'acme', name }, before, after: then, looser: [], ...over };
}

const STRICTER = nothingWanted({ checks: [check('test'), check('lint')] });

describe('a changed policy', () => {
  test('that leads to no write beyond the old one touches nobody', () => {
    expect(weighPolicy([effect('api', OLD)], 0)).toEqual({ touched: [], weaker: [], waits: false });
  });

  test('touches each repository where it leads to a write, and waits where they are too many', () => {
    const effects = [effect('api', STRICTER), effect('web', STRICTER)];

    expect(weighPolicy(effects, 2)).toMatchObject({
      touched: [{ name: 'api' }, { name: 'web' }],
      waits: false,
    });
    expect(weighPolicy(effects, 1).waits).toBe(true);
  });

  test('that is only watched by touches nobody', () => {
    expect(weighPolicy([effect('api', { ...STRICTER, mode: from('monitor') })], 0).touched).toEqual([]);
  });

  test('waits where a write makes anything weaker', () => {
    const exact = nothingWanted({
      extras: from('remove'),
      checks: [check('test')],
      settings: asking({ signatures: from(false) }),
    });

    expect(weighPolicy([effect('api', exact)], 50)).toMatchObject({
      weaker: [{ repo: { name: 'api' }, dimensions: ['signatures'] }],
      waits: true,
    });
  });

  test('waits where it asks for less, although nothing is written for it', () => {
    expect(weighPolicy([effect('api', OLD, { looser: ['required_checks'] })], 50)).toMatchObject({
      touched: [],
      weaker: [{ looser: ['required_checks'] }],
      waits: true,
    });
  });
});
