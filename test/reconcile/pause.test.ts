import { describe, expect, test } from '@jest/globals';
import { from } from '#kit/builders';
import { pauseNow, pauseOrder } from '../../src/reconcile/pause.ts';

const RULE = { by: from('owner' as const), maxHours: from(24) };
const HOUR = 3_600_000;

describe('A pause is asked for', () => {
  test.each([
    ['90m hotfix', 1.5 * HOUR, 'hotfix'],
    ['4h the release is broken', 4 * HOUR, 'the release is broken'],
    ['1D  two   blanks', 24 * HOUR, 'two blanks'],
    ['24h at the limit', 24 * HOUR, 'at the limit'],
  ])('as %j', (argument, ms, reason) => {
    expect(pauseOrder(argument, RULE)).toEqual({ kind: 'order', ms, reason });
  });

  test.each([
    [undefined, 'form'],
    ['', 'form'],
    ['because', 'form'],
    ['0h nothing', 'form'],
    ['-1h back', 'form'],
    ['1.5h half', 'form'],
    ['4 h apart', 'form'],
    ['4w weeks', 'form'],
    ['99999999h long', 'form'],
    ['1441m a minute more', 'too-long'],
    ['2d two days', 'too-long'],
    ['4h', 'no-reason'],
    ['4h ...', 'no-reason'],
    ['4h \u200b', 'no-reason'],
  ])('in vain as %j: %s', (argument, kind) => {
    expect(pauseOrder(argument, RULE)).toEqual({ kind });
  });
});

describe('A pause lasts', () => {
  const pause = {
    by: 'olivia',
    reason: 'hotfix',
    since: '2026-11-23T06:00:00.000Z',
    until: '2026-11-23T10:00:00.000Z',
  };
  const api = { owner: 'acme', name: 'api' };

  test('until its time, and not a moment longer', () => {
    expect(pauseNow({ pause }, api, new Date('2026-11-23T09:59:59.999Z'))).toBe(pause);
    expect(pauseNow({ pause }, api, new Date('2026-11-23T10:00:00.000Z'))).toBeNull();
  });

  test('not on a repository that has become the one with the policy', () => {
    const home = { owner: 'acme', name: '.GitHub' };

    expect(pauseNow({ pause }, home, new Date('2026-11-23T07:00:00.000Z'))).toBeNull();
  });
});
