import { describe, expect, test } from '@jest/globals';
import { keys, payload, wakes } from './fixture.ts';

function review(state: string, base = 'main'): Record<string, unknown> {
  return { action: 'submitted', review: { state }, pull_request: { number: 7, base: { ref: base } } };
}

describe('a review', () => {
  test.each(['approved', 'changes_requested', 'APPROVED'])('that says %s is looked at', (state) => {
    expect(keys('pull_request_review', review(state))).toEqual(['pull:acme/api#7']);
  });

  test('that only comments decides nothing', () => {
    expect(keys('pull_request_review', review('commented'))).toEqual([]);
  });

  test('that is dismissed counts no more', () => {
    const dismissed = { ...review('dismissed'), action: 'dismissed' };

    expect(keys('pull_request_review', dismissed)).toEqual(['pull:acme/api#7']);
  });

  test('that is edited is the same review', () => {
    expect(keys('pull_request_review', { ...review('approved'), action: 'edited' })).toEqual([]);
  });

  test('into another branch names it, for the policy to say whether it is one of its own', () => {
    const [wake] = wakes('pull_request_review', payload(review('approved', 'release')));

    expect(wake?.cause.branch).toBe('release');
  });

  test('whose pull request is not named does nothing', () => {
    expect(keys('pull_request_review', { action: 'submitted', review: { state: 'approved' } })).toEqual([]);
  });
});
