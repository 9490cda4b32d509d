import { describe, expect, test } from '@jest/globals';
import type { Entry } from '#recovery';
import { lostIn } from '../../src/recovery/lost.ts';
import { nextPoint } from '../../src/recovery/next-point.ts';

function entry(guid: string, minute: number, more: Partial<Entry> = {}): Entry {
  return {
    id: `${3_804_004_623_172_239_000n + BigInt(minute)}`,
    guid,
    deliveredAt: at(minute),
    statusCode: 503,
    event: 'push',
    action: null,
    ...more,
  };
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 24, 6, minute)).toISOString();
}

function guids(entries: readonly Entry[], needs = () => true): readonly string[] {
  return lostIn(entries, needs).map(({ guid }) => guid);
}

describe('a delivery is lost', () => {
  test.each([0, 301, 400, 401, 500, 502, 504])('when it was answered %i', (statusCode) => {
    expect(guids([entry('a', 1, { statusCode })])).toEqual(['a']);
  });

  test.each([200, 202, 299])('but not when it was answered %i', (statusCode) => {
    expect(guids([entry('a', 1, { statusCode })])).toEqual([]);
  });

  test('unless any of its attempts arrived, the first or a later one', () => {
    const entries = [
      entry('later', 9, { statusCode: 202 }),
      entry('first', 8),
      entry('never', 7),
      entry('never', 5),
      entry('later', 3),
      entry('first', 2, { statusCode: 200 }),
    ];

    expect(guids(entries)).toEqual(['never']);
  });

  test('only when somebody needs its event, and with this action', () => {
    const entries = [
      entry('a', 1, { event: 'repository', action: 'created' }),
      entry('b', 2, { event: 'repository', action: 'edited' }),
      entry('c', 3, { event: 'push' }),
    ];

    const lost = lostIn(entries, (event, action) => event === 'push' || action === 'created');

    expect(lost.map(({ guid }) => guid)).toEqual(['a', 'c']);
  });
});

test('lost deliveries are fetched in the order they were first tried, each by its newest attempt', () => {
  const entries = [entry('a', 9), entry('b', 4), entry('a', 1), entry('c', 2)];

  const lost = lostIn(entries, () => true);

  expect(lost.map(({ guid }) => guid)).toEqual(['a', 'c', 'b']);
  expect(lost[0]).toEqual({ id: '3804004623172239009', guid: 'a', deliveredAt: at(1) });
});

describe('the point up to which nothing is missing', () => {
  const a = entry('a', 5);
  const b = entry('b', 7);

  test('is the newest entry, in whatever order they come', () => {
    expect(nextPoint({ before: at(1), entries: [a, b], failed: [] })).toBe(at(7));
    expect(nextPoint({ before: at(1), entries: [b, a], failed: [] })).toBe(at(7));
  });

  test('stays before what could not be fetched', () => {
    expect(nextPoint({ before: at(1), entries: [b, a], failed: [b, a] })).toBe(at(5));
  });

  test('stays where it was while the log is silent, and is none before the log has said anything', () => {
    expect(nextPoint({ before: at(1), entries: [], failed: [] })).toBe(at(1));
    expect(nextPoint({ before: null, entries: [], failed: [] })).toBeNull();
  });
});
