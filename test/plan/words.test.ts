import { describe, expect, test } from '@jest/globals';
import type { ActorList, Change, Flag } from '#model';
import { changeWords, dimensionWords, originWords } from '#plan';
import { ACTIONS, line, requiring, team } from '#kit/builders';

type Words = readonly [setting: string, off: string, on: string];
/** One line for each flag: one forgotten does not compile. */
const WORDS: { readonly [F in Flag]: Words } = {
  strict: ['Branches must be up to date', 'not required', 'required'],
  include_admins: ['Administrators included', 'no', 'yes'],
  block_force_pushes: ['Force pushes', 'allowed', 'blocked'],
  block_deletions: ['Deletion of the branch', 'allowed', 'blocked'],
  block_creations: ['Creation of matching branches', 'allowed', 'blocked'],
  block_fork_syncing: ['Fork syncing', 'allowed', 'blocked'],
  linear_history: ['Linear history', 'not required', 'required'],
  signatures: ['Signed commits', 'not required', 'required'],
  conversation_resolution: ['Conversations resolved', 'not required', 'required'],
  lock_branch: ['Branch locked', 'no', 'yes'],
  'reviews.required': ['Pull request before merging', 'not required', 'required'],
  'reviews.code_owners': ['Review by code owners', 'not required', 'required'],
  'reviews.dismiss_stale': ['Stale approvals dismissed', 'no', 'yes'],
  'reviews.last_push': ['Approval of the last push', 'not required', 'required'],
};
const LISTS: { readonly [L in ActorList]: string } = {
  push: 'Who may push',
  force_push: 'Who may force push',
  'reviews.dismissers': 'Who may dismiss reviews',
  'reviews.bypassers': 'Who may bypass pull requests',
};

function switched(dimension: Flag, before: boolean | null): Change {
  return { dimension, before, after: true, because: [null] } as Change;
}

describe('a change in words', () => {
  test.each(Object.entries(WORDS) as [Flag, Words][])('%s', (dimension, [setting, off, on]) => {
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

  test.each(Object.entries(LISTS) as [ActorList, string][])('%s names people', (dimension, setting) => {
    const after = [team('core'), { kind: 'user', name: 'octocat', id: null }] as const;
    const words = changeWords({ dimension, before: 'everybody', after, because: [] });

    expect(words).toMatchObject({
      setting,
      before: 'everybody with write access',
      after: 'team core, octocat',
    });
    expect(changeWords({ dimension, before: 'notVisible', after: [], because: [] })).toMatchObject({
      before: 'not visible',
      after: 'nobody',
    });
  });

  test('counts approvals and names environments', () => {
    const approvals: Change = { dimension: 'reviews.count', before: 1, after: 2, because: [] };
    const environments: Change = {
      dimension: 'deployments',
      before: [],
      after: ['staging', 'production'],
      because: [],
    };

    expect(changeWords(approvals)).toMatchObject({ setting: 'Approvals', before: '1', after: '2' });
    expect(changeWords(environments)).toMatchObject({ before: 'none', after: 'staging, production' });
    expect(dimensionWords('deployments')).toBe('Deployments before merging');
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
