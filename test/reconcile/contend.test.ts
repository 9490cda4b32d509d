import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cause, Change, Contest, Dimension, Wanted } from '#model';
import { planBranch, type PlanInput } from '#plan';
import { policies, rules } from '#kit/arbitraries';
import { branchState, compliant, exactRule, requiring, snapshot, wanted } from '#kit/builders';
import { ruleAfter } from '#kit/rule-after';
import { afterWriting, contend, contestsElsewhere, type Contending } from '../../src/reconcile/contend.ts';
import { foundBy, markOf } from '../../src/reconcile/found-value.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const LATER = '2026-11-24T12:05:00.000Z';
type Rule = Parameters<typeof branchState>[0];

function asked(rule: Rule, over: Partial<Wanted> = {}): PlanInput {
  const branch = branchState(rule);
  return { snapshot: snapshot(), branch, wanted: wanted(over), switchedOff: null, forecast: null };
}

function waiting(dimension: Dimension): Contest {
  const by = { login: 'sync[bot]', bot: true };
  const back = { at: '2026-11-24T11:58:00.000Z', by, delivery: 'd', from: 'yes', to: 'no' };
  return {
    dimension,
    written: null,
    since: back.at,
    backs: [back],
    issue: 1,
    told: back.at,
    until: LATER,
  };
}

/** One branch, whose contests these are. */
function contendOne(input: PlanInput, contending: Contending) {
  const [contended] = contend([input], contending);
  return contended!;
}

function on(contests: readonly Contest[], over: Partial<Contending> = {}): Contending {
  return {
    contests: { main: contests },
    causes: [],
    ownLogin: 'mainstay[bot]',
    paused: false,
    now: NOW,
    ...over,
  };
}

describe('A plan in which a setting waits', () => {
  const lax = exactRule(compliant({ includeAdmins: false, allowForcePushes: true }));

  test('writes the others at once, and says what waits and why', () => {
    const { plan } = contendOne(asked(lax), on([waiting('include_admins')]));

    expect(plan.changes.map(({ dimension }) => dimension)).toEqual(['block_force_pushes']);
    expect(plan.write).toMatchObject({ by: 'update-rule', fields: { allowForcePushes: false } });
    expect(plan.refusals).toMatchObject([{ code: 'second_manager' }]);
  });

  test('shows the difference where nothing else is to be written', () => {
    const { plan } = contendOne(
      asked(exactRule(compliant({ includeAdmins: false }))),
      on([waiting('include_admins')]),
    );

    expect(plan.changes.map(({ dimension }) => dimension)).toEqual(['include_admins']);
    expect(plan.write).toBeNull();
  });

  test('leaves required checks as they are, taking none back and adding none', () => {
    const rule = exactRule(compliant({ checks: requiring('test', 'mine'), includeAdmins: false }));
    const added = [{ context: 'mine', source: 'any' as const, check: 'mine' }];

    const { plan } = contendOne({ ...asked(rule), added }, on([waiting('required_checks')]));

    expect(plan.changes.map(({ dimension }) => dimension)).toEqual(['include_admins']);
    expect(plan.write).toMatchObject({ by: 'update-rule', fields: { includeAdmins: true } });
    expect(plan.wanted.checks).toHaveLength(5);
  });

  test('never touches what waits, and never weakens anything', () => {
    fc.assert(
      fc.property(rules, policies, fc.nat(), (rule, policy, pick) => {
        const input = asked(rule, policy);
        const whole = planBranch(input);
        const change = whole.changes[pick % Math.max(1, whole.changes.length)];
        if (change === undefined || whole.write === null || rule === null) return;

        const { plan } = contendOne(input, on([waiting(change.dimension)]));

        if (plan.write === null) return;
        expect(plan.changes.map(({ dimension }) => dimension)).not.toContain(change.dimension);
        const after = planBranch({ ...input, branch: branchState(ruleAfter(rule, plan.write)) });
        // Without a required check there is nothing that a branch could be up to date for.
        const waits =
          change.dimension === 'required_checks' ? [change.dimension, 'strict'] : [change.dimension];
        expect(waits).toEqual(expect.arrayContaining(after.changes.map(({ dimension }) => dimension)));
        // Reviews that are required for another setting's sake come as strict as new ones are.
        if (isReviews(change) && plan.changes.some(isReviews)) return;
        expect(after.changes.map(({ dimension }) => dimension)).toContain(change.dimension);
      }),
      { numRuns: 300 },
    );
  });
});

function isReviews({ dimension }: Change): boolean {
  return dimension.startsWith('reviews.');
}

describe('What is counted', () => {
  const rule = exactRule(compliant({ includeAdmins: false }));
  const change = planBranch(asked(rule)).changes[0] as Change;
  const written = afterWriting([], [change], new Date('2026-11-24T11:59:00.000Z'));

  function edited(login: string, delivery: string): Cause {
    return { delivery, event: 'branch_protection_rule.edited', actor: { login, bot: false } };
  }

  test('names whoever the newest event names, and never Mainstay itself', () => {
    const causes = [edited('mia', 'one'), edited('mallory', 'two'), edited('mainstay[bot]', 'three')];

    const { contests } = contendOne(asked(rule), on(written, { causes }));

    expect(contests[0]?.backs).toMatchObject([{ by: { login: 'mallory' }, from: 'yes', to: 'no' }]);
  });

  test('is nothing while the repository is paused, or while nobody can tell what there is', () => {
    const hidden = { known: false, why: { code: 'read_incomplete', detail: '' } } as const;

    expect(contendOne(asked(rule), on(written, { paused: true })).contests).toEqual([]);
    expect(contendOne(asked(hidden), on(written)).contests).toEqual(written);
  });

  test('is over with time on a branch that the policy names no more', () => {
    const contest = { ...waiting('strict'), until: null };
    const memory = { contests: { old: [contest] } } as unknown as Parameters<typeof contestsElsewhere>[0];
    const after = new Date('2026-11-24T12:58:00.000Z');

    const contests = contestsElsewhere(memory, ['main'], { wanted: wanted(), now: after });

    expect(contests['old']).toMatchObject([{ since: null }]);
  });
});

describe('A difference protects more than the policy says', () => {
  const weakens = ['reviews.count', 'required_checks', 'push', 'strict'] as const;
  const a = { context: 'a', source: 'any' as const };
  const b = { context: 'b', source: 'any' as const };
  const mia = { kind: 'user' as const, id: 'U_1', name: 'Mia' };
  const walt = { kind: 'user' as const, id: null, name: 'walt' };

  test.each<[string, Change, boolean]>([
    ['more approvals', { dimension: 'reviews.count', before: 3, after: 2, because: [] }, true],
    ['fewer approvals', { dimension: 'reviews.count', before: 1, after: 2, because: [] }, false],
    ['one check more', { dimension: 'required_checks', before: [a, b], after: [a], because: [] }, true],
    ['another check', { dimension: 'required_checks', before: [b], after: [a], because: [] }, false],
    ['fewer may push', { dimension: 'push', before: [mia], after: [mia, walt], because: [] }, true],
    ['others may push', { dimension: 'push', before: [walt], after: [mia], because: [] }, false],
    ['everybody may push', { dimension: 'push', before: 'everybody', after: [mia], because: [] }, false],
    ['a switch that is on', { dimension: 'strict', before: true, after: false, because: [] }, true],
    ['no rule', { dimension: 'strict', before: null, after: true, because: [] }, false],
  ])('%s', (_, change, above) => {
    expect(foundBy(change, { weakens }).above).toBe(above);
  });

  test('never where the plan weakens nothing: it only takes back what Mainstay added', () => {
    const change: Change = { dimension: 'required_checks', before: [a, b], after: [a], because: [] };

    expect(foundBy(change, { weakens: [] }).above).toBe(false);
  });

  test('and a value is the same in any order, under any spelling, with or without its id', () => {
    expect(markOf([mia, walt])).toBe(
      markOf([
        { ...walt, id: 'U_2' },
        { ...mia, name: 'mia' },
      ]),
    );
    expect(markOf([a, b])).toBe(markOf([b, a]));
    expect(markOf([a])).not.toBe(markOf([{ ...a, source: 15368 }]));
  });
});
