import { describe, expect, test } from '@jest/globals';
import type { Protection, RequiredReviews } from '#model';
import { weakened } from '#plan';
import { ACTIONS, pinned, protection, requiring, reviews, team } from '#kit/builders';

/** Two values of one setting: what protects less, and what protects more. */
type Pair<T> = { readonly less: T; readonly more: T };
/** A field added to the type and forgotten here does not compile. */
type Pairs<T> = { readonly [K in keyof T]-?: readonly [Pair<T[K]>, ...Pair<T[K]>[]] };

const OFF_ON = { less: false, more: true };
const ON_OFF = { less: true, more: false };
const CORE = team('core');
const BOTS = team('bots');
const FEWER = { less: [CORE, BOTS], more: [CORE] };
const NOBODY = { less: [CORE], more: [] };
const HIDDEN = { less: 'notVisible', more: [CORE] } as const;

const REVIEWS: Pairs<RequiredReviews> = {
  count: [{ less: 1, more: 2 }],
  codeOwners: [OFF_ON],
  dismissStale: [OFF_ON],
  lastPush: [OFF_ON],
  dismissers: [FEWER, NOBODY, { less: null, more: [CORE] }, { less: null, more: 'notVisible' }],
  bypassers: [FEWER, NOBODY],
};

const PROTECTION: Pairs<Protection> = {
  checks: [
    { less: null, more: requiring('test') },
    { less: requiring('test'), more: requiring('test', 'lint') },
    { less: requiring('test'), more: { ...requiring('test'), strict: true } },
    { less: requiring('test'), more: pinned('test', ACTIONS) },
    { less: null, more: requiring() },
  ],
  includeAdmins: [OFF_ON],
  reviews: [
    { less: null, more: reviews() },
    ...Object.entries(REVIEWS).flatMap(([field, pairs]) =>
      pairs.map(({ less, more }) => ({ less: reviews({ [field]: less }), more: reviews({ [field]: more }) })),
    ),
  ],
  pushers: [FEWER, NOBODY, { less: null, more: [CORE] }, { less: null, more: 'notVisible' }],
  blockCreations: [OFF_ON],
  allowForcePushes: [ON_OFF],
  forcePushers: [FEWER, NOBODY],
  allowDeletions: [ON_OFF],
  linearHistory: [OFF_ON],
  signatures: [OFF_ON],
  conversationResolution: [OFF_ON],
  lockBranch: [OFF_ON],
  allowForkSyncing: [ON_OFF],
  deployments: [
    { less: null, more: ['production'] },
    { less: ['staging'], more: ['staging', 'production'] },
  ],
};

const CASES = Object.entries(PROTECTION).flatMap(([field, pairs]) =>
  pairs.map(({ less, more }) => ({
    field,
    from: JSON.stringify(more),
    to: JSON.stringify(less),
    weak: protection({ [field]: less }),
    strong: protection({ [field]: more }),
  })),
);

describe('what weakens a rule', () => {
  test.each(CASES)('$field: from $from to $to is weaker', ({ field, weak, strong }) => {
    expect(weakened(weak, strong)).toEqual([field]);
  });

  test.each(CASES)('$field: from $to to $from is not', ({ weak, strong }) => {
    expect(weakened(strong, weak)).toEqual([]);
  });

  test.each(CASES)('$field: as it was ($from) is not', ({ strong }) => {
    expect(weakened(strong, structuredClone(strong))).toEqual([]);
  });

  test('losing the whole rule weakens everything it can hold', () => {
    expect(weakened(null, protection())).toEqual(Object.keys(PROTECTION));
  });

  test('a branch without a rule cannot be weakened', () => {
    expect(weakened(protection(), null)).toEqual([]);
    expect(weakened(null, null)).toEqual([]);
  });

  test('several weaker settings are all named', () => {
    const before = protection({ includeAdmins: true, signatures: true, linearHistory: true });

    expect(weakened(protection({ linearHistory: true }), before)).toEqual(['includeAdmins', 'signatures']);
  });
});

describe('who may do it', () => {
  test('other people in the same number are more people', () => {
    const before = protection({ pushers: [CORE] });

    expect(weakened(protection({ pushers: [BOTS] }), before)).toEqual(['pushers']);
  });

  test.each([
    ['hidden after visible', HIDDEN.less, HIDDEN.more],
    ['visible after hidden', HIDDEN.more, HIDDEN.less],
  ])('%s cannot be compared, so it counts as weaker', (_, after, before) => {
    expect(weakened(protection({ forcePushers: after }), protection({ forcePushers: before }))).toEqual([
      'forcePushers',
    ]);
  });
});

describe('a required check', () => {
  test('from another source than before is weaker', () => {
    const before = protection({ checks: pinned('test', ACTIONS) });

    expect(weakened(protection({ checks: pinned('test', 99) }), before)).toEqual(['checks']);
  });

  test('of another spelling is another check', () => {
    const before = protection({ checks: requiring('test') });

    expect(weakened(protection({ checks: requiring('Test') }), before)).toEqual(['checks']);
  });

  test('more of them in another order are not weaker', () => {
    const before = protection({ checks: requiring('test', 'lint') });

    expect(weakened(protection({ checks: requiring('lint', 'build', 'test') }), before)).toEqual([]);
  });
});
