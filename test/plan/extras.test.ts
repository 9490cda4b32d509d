import { describe, expect, test } from '@jest/globals';
import type { Change, Dimension, Origin } from '#model';
import { asking, check, exactRule, from, nothingWanted, protection, requiring } from '#kit/builders';
import { plansIn } from '#kit/play';

function line(number: number): Origin {
  return { file: 'acme/.github/.github/mainstay.yml', line: number };
}

/** A rule for which somebody added a check and two settings. */
const HELD = protection({ checks: requiring('test', 'e2e'), linearHistory: true, signatures: true });

function because(extras: 'keep' | 'remove'): Partial<Record<Dimension, Change['because']>> {
  const wanted = nothingWanted({
    extras: from(extras, line(2)),
    checks: [check('test', { origin: line(3) })],
    settings: asking({
      linear_history: from(false, line(4)),
      conversation_resolution: from(true, line(5)),
    }),
  });
  const branch = { name: 'main', exact: exactRule(HELD), wildcard: null };
  const [plan] = plansIn({ branches: [branch], own: null, others: [] }, wanted);
  return Object.fromEntries((plan?.changes ?? []).map((change) => [change.dimension, change.because]));
}

describe('where extras go', () => {
  test('what is taken away names the line that says so; what is added does not', () => {
    expect(because('remove')).toEqual({
      required_checks: [line(3), line(2)],
      linear_history: [line(4), line(2)],
      conversation_resolution: [line(5)],
    });
  });

  test('nothing is taken away where they are kept', () => {
    expect(because('keep')).toEqual({ conversation_resolution: [line(5)] });
  });
});
