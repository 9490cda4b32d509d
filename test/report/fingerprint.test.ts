import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Problem } from '#model';
import type { Result, Story } from '#report';
import { policies, rules } from '#kit/arbitraries';
import { compliant, exactRule, from, line, requiring, unknown, wanted } from '#kit/builders';
import { ruleAfter } from '#kit/rule-after';
import { checkRun, DONE, edited, monitored, planned, repaired } from './fixture.ts';

const FINE = repaired({ rule: exactRule(compliant()) });
const BARE = exactRule(compliant({ checks: requiring('test') }));
const LAX = exactRule(compliant({ includeAdmins: false }));
const BROKEN: Problem = {
  code: 'policy_syntax',
  detail: 'A tab.',
  place: { file: 'a/b/c', line: 1, column: 1 },
};

function fingerprint(results: readonly Result[], over: Partial<Story> = {}): string {
  return checkRun(results, over).fingerprint;
}

describe('the fingerprint of a report', () => {
  test('of a repair is that of the state it leaves, so its echo has nothing new to tell', () => {
    expect(fingerprint([repaired({ rule: LAX })], { causes: [edited()] })).toBe(fingerprint([FINE]));
    expect(fingerprint([repaired({})])).toBe(fingerprint([FINE]));
  });

  test('of any repair is that of the look that follows it', () => {
    fc.assert(
      fc.property(rules, policies, (rule, asked) => {
        const first = planned({ rule, asked });
        if (first.write === null) return;
        const second = planned({ rule: ruleAfter(rule, first.write), asked });

        expect(fingerprint([{ plan: first, receipt: DONE, stopped: null }])).toBe(
          fingerprint([{ plan: second, receipt: null, stopped: null }]),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on who asked or what woke it', () => {
    const open = monitored({ rule: LAX });

    expect(fingerprint([open], { causes: [edited('one')] })).toBe(
      fingerprint([open], { causes: [edited('two')] }),
    );
  });

  test('is a short word for `external_id`', () => {
    expect(fingerprint([FINE])).toMatch(/^v1:[0-9a-f]{32}$/);
  });

  const standing: Record<string, () => string> = {
    'all is well': () => fingerprint([FINE]),
    'one setting differs': () => fingerprint([monitored({ rule: LAX })]),
    'another setting differs': () => fingerprint([monitored({ rule: BARE })]),
    'it differs on another branch': () =>
      fingerprint([monitored({ rule: { ...LAX, pattern: 'release' }, branch: { name: 'release' } })]),
    'another line asks for it': () =>
      fingerprint([
        monitored({
          rule: LAX,
          asked: { settings: { ...wanted().settings, include_admins: from(true, line(4)) } },
        }),
      ]),
    'the rule is unknown': () => fingerprint([repaired({ rule: unknown('read_incomplete') })]),
    'the rule is unknown for another reason': () =>
      fingerprint([repaired({ rule: unknown('upgrade_or_public_required') })]),
    'GitHub dropped a part': () =>
      fingerprint([repaired({ rule: LAX }, { ...DONE, dropped: [{ code: 'write_dropped', detail: 'x' }] })]),
    'the policy is broken': () => fingerprint([FINE], { policyProblems: [BROKEN] }),
    'the policy is broken elsewhere': () =>
      fingerprint([FINE], { policyProblems: [{ ...BROKEN, place: { file: 'a/b/c', line: 2, column: 1 } }] }),
    'something is worth a note': () =>
      fingerprint([FINE], { notes: [{ code: 'policy_repository_not_visible', detail: '' }] }),
    'a second branch is protected': () =>
      fingerprint([FINE, repaired({ rule: exactRule(compliant(), 'release'), branch: { name: 'release' } })]),
  };

  test('tells apart everything that can stand', () => {
    const seen = new Map(Object.entries(standing).map(([state, of]) => [of(), state]));

    expect([...seen.values()]).toEqual(Object.keys(standing));
  });
});
