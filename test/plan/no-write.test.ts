import { describe, expect, test } from '@jest/globals';
import type { BranchState, Plan, Problem, RepoFacts } from '#model';
import { planBranch, withoutLeftOut } from '#plan';
import {
  branchState,
  check,
  compliant,
  exactRule,
  line,
  protection,
  repoFacts,
  snapshot,
  unknown,
  wanted,
} from '#kit/builders';

type Found = {
  readonly repo?: Partial<RepoFacts>;
  readonly branch?: BranchState;
  readonly switchedOff?: Problem;
  readonly exempt?: boolean;
};

function plan({ repo, branch, switchedOff, exempt }: Found): Plan {
  return planBranch({
    snapshot: snapshot({ repo: repoFacts(repo) }),
    branch: branch ?? branchState(),
    wanted: wanted({ exempt: exempt ? { until: null, reason: null, origin: line(3) } : null }),
    switchedOff: switchedOff ?? null,
    forecast: null,
  });
}

const GONE = branchState(null, { head: null });

describe('nothing is written', () => {
  test.each<[string, Found, string]>([
    ['to an archived repository', { repo: { archived: true } }, 'repository_archived'],
    ['to a repository that GitHub disabled', { repo: { disabled: true } }, 'repository_disabled'],
    ['to a branch that does not exist', { branch: GONE }, 'branch_missing'],
    [
      'where a permission hides the rule',
      { branch: branchState(unknown('permission_missing')) },
      'permission_missing',
    ],
    [
      'where the plan offers no rules',
      { branch: branchState(unknown('upgrade_or_public_required')) },
      'upgrade_or_public_required',
    ],
    ['after half an answer', { branch: branchState(unknown('read_incomplete')) }, 'read_incomplete'],
    [
      'to an archived repository nobody could read',
      { repo: { archived: true }, branch: branchState(unknown('read_incomplete')) },
      'repository_archived',
    ],
  ])('%s, and the reason is said', (_, found, code) => {
    const planned = plan(found);

    expect(planned).toMatchObject({ changes: [], goal: null, write: null });
    expect(planned.refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  test.each<[string, Found]>([
    ['exempt', {}],
    ['exempt and archived', { repo: { archived: true } }],
    ['exempt and could not be read', { branch: branchState(unknown('permission_missing')) }],
    ['exempt and has no such branch', { branch: GONE }],
  ])('to a repository that is %s, and there is nothing to say', (_, found) => {
    expect(plan({ ...found, exempt: true })).toMatchObject({
      changes: [],
      refusals: [],
      notes: [],
      write: null,
    });
  });
});

describe('while all protections of a repository are switched off', () => {
  const switchedOff: Problem = { code: 'protections_disabled', detail: 'Switched off by maintainer.' };

  test('what differs is shown, and nothing is written', () => {
    const planned = plan({
      branch: branchState(exactRule(compliant({ includeAdmins: false }))),
      switchedOff,
    });

    expect(planned).toMatchObject({ goal: null, write: null, refusals: [switchedOff] });
    expect(planned.changes.map((change) => change.dimension)).toEqual(['include_admins']);
  });

  test('a rule as the policy says is not enough', () => {
    const planned = plan({ branch: branchState(exactRule(compliant())), switchedOff });

    expect(planned.refusals).toEqual([switchedOff]);
  });

  test('the switch comes before other reasons', () => {
    const held = protection({ checks: { strict: false, required: [{ context: 'test', source: 99 }] } });
    const planned = planBranch({
      snapshot: snapshot(),
      branch: branchState(exactRule(held)),
      wanted: wanted({ checks: [check('test', { source: 1 })] }),
      switchedOff,
      forecast: null,
    });

    expect(planned.refusals.map(({ code }) => code)).toEqual([
      'protections_disabled',
      'check_pinned_elsewhere',
    ]);
  });
});

describe('a plan', () => {
  test('carries what a report needs: repository, branch, head and mode', () => {
    const planned = planBranch({
      snapshot: snapshot(),
      branch: branchState(null, { name: 'release', head: 'beef' }),
      wanted: wanted({ mode: { value: 'monitor', origin: line(2) } }),
      switchedOff: null,
      forecast: null,
    });

    expect(planned).toMatchObject({
      repo: repoFacts(),
      branch: 'release',
      head: 'beef',
      mode: { value: 'monitor', origin: line(2) },
    });
    expect(planned.write).toMatchObject({ by: 'put-protection', branch: 'release' });
  });
});

describe('a policy that nobody could read', () => {
  test('leads to no write, whatever the branch lacks', () => {
    const policyUnknown: Problem = { code: 'read_incomplete', detail: 'The policy was hidden.' };

    const planned = planBranch({
      snapshot: snapshot(),
      branch: branchState(null),
      wanted: wanted({}),
      switchedOff: null,
      forecast: null,
      policyUnknown,
    });

    expect(planned).toMatchObject({ changes: [], write: null, refusals: [policyUnknown] });
  });
});

describe('a part that GitHub left out of the last write', () => {
  const dropped: readonly Problem[] = [{ code: 'write_dropped', detail: 'GitHub did not take over: x.' }];
  const loosened = plan({ branch: branchState(exactRule(compliant({ includeAdmins: false }))) });

  test('is not written again, and is said', () => {
    const again = withoutLeftOut(loosened, { changes: loosened.changes, dropped });

    expect(again).toMatchObject({ changes: loosened.changes, write: null, refusals: dropped });
  });

  test('is still said when nothing else differs', () => {
    const met = plan({ branch: branchState(exactRule(compliant())) });

    expect(withoutLeftOut(met, { changes: loosened.changes, dropped }).refusals).toEqual(dropped);
  });

  test('does not keep another change from being written', () => {
    const other = plan({ branch: branchState(exactRule(compliant({ allowDeletions: true }))) });

    expect(withoutLeftOut(other, { changes: loosened.changes, dropped })).toEqual(other);
  });
});
