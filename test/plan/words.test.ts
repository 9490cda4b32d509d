import { describe, expect, test } from '@jest/globals';
import type { Change, Dimension } from '#model';
import { changeWords, originWords } from '#plan';
import { ACTIONS, line, requiring } from '#kit/builders';

type Words = readonly [setting: string, off: string, on: string];
/** One line for each dimension: one forgotten does not compile. */
const WORDS: { readonly [K in Exclude<Dimension, 'required_checks'>]: Words } = {
  strict: ['Branches must be up to date', 'not required', 'required'],
  include_admins: ['Administrators included', 'no', 'yes'],
  force_pushes: ['Force pushes', 'allowed', 'blocked'],
  deletions: ['Deletion of the branch', 'allowed', 'blocked'],
};

function switched(dimension: keyof typeof WORDS, before: boolean | null): Change {
  return { dimension, before, after: true, because: [null] };
}

describe('a change in words', () => {
  test.each(Object.entries(WORDS) as [keyof typeof WORDS, Words][])('%s', (dimension, [setting, off, on]) => {
    expect(changeWords(switched(dimension, false))).toEqual({
      setting,
      before: off,
      after: on,
      because: 'built-in policy',
    });
    expect(changeWords(switched(dimension, null)).before).toBe('no rule');
    expect(changeWords(switched(dimension, true)).before).toBe(on);
    expect(changeWords({ ...switched(dimension, true), after: false } as Change).after).toBe(off);
  });

  test('names each check, and the App it is pinned to', () => {
    const after = [...requiring('test').required, { context: 'lint', source: ACTIONS }];
    const words = changeWords({ dimension: 'required_checks', before: [], after, because: [line(4)] });

    expect(words).toEqual({
      setting: 'Required checks',
      before: 'none',
      after: 'test, lint (GitHub Actions)',
      because: 'acme/.github/.github/mainstay.yml:4',
    });
  });

  test('says that there was no rule at all', () => {
    const { required: after } = requiring('test');

    expect(changeWords({ dimension: 'required_checks', before: null, after, because: [] }).before).toBe(
      'no rule',
    );
  });

  test('names each policy line once', () => {
    const because = [line(4), line(5), line(4), null];

    expect(changeWords({ dimension: 'strict', before: false, after: true, because }).because).toBe(
      `${originWords(line(4))}, ${originWords(line(5))}, built-in policy`,
    );
  });
});
