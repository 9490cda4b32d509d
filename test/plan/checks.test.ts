import { describe, expect, test } from '@jest/globals';
import type { Plan, RequiredContext, Source, WantedCheck } from '#model';
import { planBranch } from '#plan';
import { ACTIONS, branchState, check, exactRule, nothingWanted, protection, snapshot } from '#kit/builders';

const ANY = { context: 'test', source: 'any' } as const;

function plan(required: readonly RequiredContext[], checks: readonly WantedCheck[]): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(exactRule(protection({ checks: { strict: false, required } }))),
    wanted: nothingWanted({ checks }),
    switchedOff: null,
    forecast: null,
  });
}

/** What becomes required; null: nothing is written. */
function required(planned: Plan): readonly RequiredContext[] | null {
  return planned.goal?.checks?.required ?? null;
}

function from(source: Source | null): WantedCheck {
  return check('test', { source });
}

describe('the source of a check', () => {
  test.each<[string, Source | null, Source]>([
    ['no source becomes required from any', null, 'any'],
    ['`any` becomes required from any', 'any', 'any'],
    ['an App becomes required from that App', ACTIONS, ACTIONS],
  ])('a check asked for with %s', (_, source, expected) => {
    expect(required(plan([], [from(source)]))).toEqual([{ context: 'test', source: expected }]);
  });

  test.each<[string, Source | null, Source]>([
    ['any source, and the policy names none', null, 'any'],
    ['any source, and the policy says so', 'any', 'any'],
    ['an App that a person pinned, and the policy names none', null, 99],
    ['an App that a person pinned, and the policy says any', 'any', 99],
    ['the App the policy names', ACTIONS, ACTIONS],
  ])('a check required from %s stays as it is', (_, source, there) => {
    expect(plan([{ context: 'test', source: there }], [from(source)])).toMatchObject({
      changes: [],
      refusals: [],
    });
  });

  test('a check required from any source is pinned where the policy names one', () => {
    const planned = plan([{ context: 'lint', source: 'any' }, ANY], [from(ACTIONS)]);

    expect(required(planned)).toEqual([
      { context: 'lint', source: 'any' },
      { context: 'test', source: ACTIONS },
    ]);
  });

  test('a check that a person pinned to another App is left, and the contradiction said', () => {
    const planned = plan([{ context: 'test', source: 99 }], [from(ACTIONS)]);

    expect(planned).toMatchObject({ changes: [], write: null });
    expect(planned.refusals).toEqual([
      {
        code: 'check_pinned_elsewhere',
        detail: `"test" is pinned to App 99, and the policy names App ${ACTIONS}.`,
      },
    ]);
  });

  test('one contradiction does not keep the other checks from being added', () => {
    const planned = plan([{ context: 'test', source: 99 }], [from(ACTIONS), check('lint')]);

    expect(planned.refusals.map(({ code }) => code)).toEqual(['check_pinned_elsewhere']);
    expect(required(planned)).toEqual([
      { context: 'test', source: 99 },
      { context: 'lint', source: 'any' },
    ]);
  });

  test('a pin of another App stays where any source is tightened', () => {
    const planned = plan([{ context: 'test', source: 99 }, ANY], [from(ACTIONS)]);

    expect(required(planned)).toEqual([
      { context: 'test', source: 99 },
      { context: 'test', source: ACTIONS },
    ]);
  });
});

describe('the name of a check', () => {
  test('a literal context and a job of that name are one context', () => {
    const planned = plan([], [check('test'), { ...check('x'), name: { context: 'test' } }]);

    expect(required(planned)).toEqual([ANY]);
  });

  test('counts with its letters as they are', () => {
    expect(required(plan([ANY], [check('Test')]))).toEqual([ANY, { context: 'Test', source: 'any' }]);
  });
});

describe('a check asked for when it is ready', () => {
  const ready = check('e2e', { when: 'ready' });

  test('is not required yet, and the plan says so', () => {
    const planned = plan([ANY], [check('test'), ready]);

    expect(planned.write).toBeNull();
    expect(planned.notes).toEqual([
      { code: 'check_not_ready', detail: 'Not required until it can report: e2e.' },
    ]);
  });

  test('that is required already stays so, and nobody is told otherwise', () => {
    const planned = plan([{ context: 'e2e', source: 'any' }], [ready]);

    expect(planned).toMatchObject({ write: null, notes: [] });
  });
});

describe('one context that two checks of the policy ask for', () => {
  test('from one App and from any is required from the App, and stays so once Mainstay added it', () => {
    const checks = [from(ACTIONS), check('test', { name: { context: 'test' } })];
    const added = [{ context: 'test', source: ACTIONS, check: 'test' }];
    const planned = planBranch({
      snapshot: snapshot(),
      branch: branchState(exactRule(protection({ checks: { strict: false, required: added } }))),
      wanted: nothingWanted({ checks }),
      switchedOff: null,
      forecast: null,
      added,
    });

    expect(planned).toMatchObject({ changes: [], write: null });
  });
});
