import { describe, expect, test } from '@jest/globals';
import type { BranchRule, Plan, Wanted } from '#model';
import { isTouched, isWeaker, planBranch, policyEffect } from '#plan';
import {
  asking,
  branchState,
  compliant,
  exactRule,
  from,
  managed,
  snapshot,
  unknown,
  wanted,
} from '#kit/builders';

const RULE = exactRule(compliant({ linearHistory: true }));

function plan(asked: Wanted, rule: BranchRule | null | ReturnType<typeof unknown> = RULE): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(rule),
    wanted: asked,
    switchedOff: null,
    forecast: null,
  });
}

function effect(before: Plan, after: Plan, looser: readonly string[] = []) {
  return policyEffect({ repository: 'acme/api', before: [before], after: [after], looser });
}

const MORE = wanted({ settings: managed({ signatures: from(true) }) });

describe('What a changed policy does to a repository', () => {
  test('is what it makes Mainstay write that the policy in force does not', () => {
    const both = exactRule(compliant({ includeAdmins: false }));

    const { branches } = effect(plan(wanted(), both), plan(MORE, both));

    expect(branches).toMatchObject([{ branch: 'main', weakens: [], changes: [{ dimension: 'signatures' }] }]);
  });

  test('is nothing where both ask for the same, whatever is open', () => {
    const open = exactRule(compliant({ includeAdmins: false }));

    const found = effect(plan(wanted(), open), plan(wanted(), open));

    expect(isTouched(found)).toBe(false);
    expect(isWeaker(found)).toBe(false);
  });

  test('is weaker where extras go', () => {
    const exact = wanted({
      extras: from('remove'),
      settings: managed({ linear_history: from(false) }),
    });

    const found = effect(plan(wanted()), plan(exact));

    expect(found.branches).toMatchObject([{ weakens: ['linear_history'] }]);
    expect(isWeaker(found)).toBe(true);
  });

  test('is weaker where the policy asks for less, although nothing is written', () => {
    const found = effect(plan(wanted()), plan(wanted({ settings: asking() })), ['include_admins']);

    expect(isTouched(found)).toBe(false);
    expect(isWeaker(found)).toBe(true);
  });

  test('is no write where it only monitors', () => {
    const found = effect(plan(wanted()), plan({ ...MORE, mode: from('monitor') }));

    expect(isTouched(found)).toBe(false);
  });

  test('names what it cannot do there, and only what is new', () => {
    const hidden = unknown('permission_missing');

    const same = effect(plan(wanted(), hidden), plan(MORE, hidden));
    const lost = effect(plan(wanted()), plan(MORE, hidden));

    expect(same.problems).toEqual([]);
    expect(lost.problems).toMatchObject([{ code: 'permission_missing' }]);
  });
});
