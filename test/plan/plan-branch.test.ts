import { describe, expect, test } from '@jest/globals';
import type { BranchRule, Plan, Protection, Wanted, Write } from '#model';
import { planBranch } from '#plan';
import {
  asking,
  branchState,
  BUILT_IN_CHECKS,
  check,
  compliant,
  exactRule,
  from,
  line,
  managed,
  nothingWanted,
  protection,
  requiring,
  reviews,
  snapshot,
  team,
  wanted,
  wildcardRule,
} from '#kit/builders';

function plan(rule: BranchRule | null, asked: Wanted = wanted()): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(rule),
    wanted: asked,
    switchedOff: null,
    forecast: null,
  });
}

/** The before and after of each difference, by its dimension. */
function differences({ changes }: Plan): Record<string, unknown> {
  return Object.fromEntries(changes.map((each) => [each.dimension, [each.before, each.after]]));
}

describe('a branch as the policy says', () => {
  test.each<[string, BranchRule]>([
    ['by a rule of its own', exactRule(compliant())],
    ['by a wildcard', wildcardRule(compliant())],
    ['and stricter', exactRule(compliant({ signatures: true, lockBranch: true, reviews: reviews() }))],
    ['with more checks', exactRule(compliant({ checks: requiring(...BUILT_IN_CHECKS, 'e2e') }))],
    [
      'with strict, which the policy leaves alone',
      exactRule(compliant({ checks: { ...requiring(...BUILT_IN_CHECKS), strict: true } })),
    ],
  ])('%s: nothing is planned', (_, rule) => {
    expect(plan(rule)).toMatchObject({ changes: [], refusals: [], notes: [], goal: null, write: null });
  });
});

describe('a branch without a rule', () => {
  const planned = plan(null);

  test('gets the built-in policy with one PUT, and nothing that nobody asked for', () => {
    expect(planned.write).toEqual({ by: 'put-protection', branch: 'main', protection: compliant() });
    expect(planned.goal).toEqual(compliant());
  });

  test('is told what it got instead of no rule', () => {
    const after = requiring(...BUILT_IN_CHECKS).required;
    expect(differences(planned)).toEqual({
      required_checks: [null, after],
      include_admins: [null, true],
      block_force_pushes: [null, true],
      block_deletions: [null, true],
    });
  });

  test('gets strict as well where the policy asks for it', () => {
    const { goal } = plan(null, wanted({ settings: managed({ strict: from(true) }) }));

    expect(goal?.checks?.strict).toBe(true);
  });

  test('of which nothing is asked is left without a rule', () => {
    expect(plan(null, nothingWanted()).write).toBeNull();
  });
});

/** One dimension loosened: how it is found, what the policy asks, and the smallest write that puts it back. */
type Loosened = {
  readonly found: Partial<Protection>;
  readonly asked?: Partial<Wanted>;
  readonly write: Write;
  readonly difference: Record<string, unknown>;
};

const ALL = requiring(...BUILT_IN_CHECKS);
const WITHOUT_TEST = requiring('lint', 'security', 'build', 'validate-migrations');
const TEST_LAST = [...WITHOUT_TEST.required, ...requiring('test').required];
const RULE = 'BPR_exact';

const LOOSENED: Record<string, Loosened> = {
  'a check was taken out': {
    found: { checks: WITHOUT_TEST },
    write: { by: 'patch-checks', branch: 'main', strict: null, checks: TEST_LAST },
    difference: { required_checks: [WITHOUT_TEST.required, TEST_LAST] },
  },
  'the checks were emptied': {
    found: { checks: requiring() },
    write: { by: 'patch-checks', branch: 'main', strict: null, checks: ALL.required },
    difference: { required_checks: [[], ALL.required] },
  },
  'the checks were switched off': {
    found: { checks: null },
    write: { by: 'update-rule', rule: RULE, fields: { checks: ALL } },
    difference: { required_checks: [[], ALL.required] },
  },
  'strict was switched off': {
    found: {},
    asked: { settings: managed({ strict: from(true) }) },
    write: { by: 'patch-checks', branch: 'main', strict: true, checks: null },
    difference: { strict: [false, true] },
  },
  'strict and a check are gone': {
    found: { checks: WITHOUT_TEST },
    asked: { settings: managed({ strict: from(true) }) },
    write: { by: 'patch-checks', branch: 'main', strict: true, checks: TEST_LAST },
    difference: { required_checks: [WITHOUT_TEST.required, TEST_LAST], strict: [false, true] },
  },
  'the checks were switched off, and strict is asked for': {
    found: { checks: null },
    asked: { settings: managed({ strict: from(true) }) },
    write: { by: 'update-rule', rule: RULE, fields: { checks: { ...ALL, strict: true } } },
    difference: { required_checks: [[], ALL.required], strict: [false, true] },
  },
  'administrators were let off': {
    found: { includeAdmins: false },
    write: { by: 'update-rule', rule: RULE, fields: { includeAdmins: true } },
    difference: { include_admins: [false, true] },
  },
  'force pushes were allowed': {
    found: { allowForcePushes: true },
    write: { by: 'update-rule', rule: RULE, fields: { allowForcePushes: false } },
    difference: { block_force_pushes: [false, true] },
  },
  'deletion was allowed': {
    found: { allowDeletions: true },
    write: { by: 'update-rule', rule: RULE, fields: { allowDeletions: false } },
    difference: { block_deletions: [false, true] },
  },
  'a check is gone and force pushes are allowed': {
    found: { checks: { ...WITHOUT_TEST, strict: true }, allowForcePushes: true },
    write: {
      by: 'update-rule',
      rule: RULE,
      fields: { checks: { strict: null, required: TEST_LAST }, allowForcePushes: false },
    },
    difference: { required_checks: [WITHOUT_TEST.required, TEST_LAST], block_force_pushes: [false, true] },
  },
};

describe("a branch's own rule was loosened", () => {
  const beside = { reviews: reviews({ count: 2 }), pushers: [team('core')], signatures: true } as const;

  test.each(Object.entries(LOOSENED))(
    '%s: put back with the smallest write',
    (_, { found, asked, ...expected }) => {
      const planned = plan(exactRule(compliant({ ...beside, ...found })), wanted(asked));

      expect(planned.write).toEqual(expected.write);
      expect(differences(planned)).toEqual(expected.difference);
      expect(planned.refusals).toEqual([]);
    },
  );

  test('what the policy does not manage stays exactly as it was', () => {
    const { goal } = plan(exactRule(compliant({ ...beside, includeAdmins: false })));

    expect(goal).toEqual(compliant(beside));
  });

  test('people the App cannot see do not keep its own rule from being mended', () => {
    const { write } = plan(exactRule(compliant({ pushers: 'notVisible', includeAdmins: false })));

    expect(write).toEqual({ by: 'update-rule', rule: RULE, fields: { includeAdmins: true } });
  });
});

describe('a branch covered by a wildcard', () => {
  const wide = protection({
    checks: { strict: true, required: [{ context: 'legacy', source: 99 }] },
    reviews: reviews({ count: 2, codeOwners: true, dismissers: [team('core')], bypassers: [team('bots')] }),
    pushers: [team('release')],
    forcePushers: [team('core')],
    signatures: true,
    linearHistory: true,
    deployments: ['production'],
    allowForcePushes: true,
  });

  test('gets an exact rule that carries over all that the wildcard gave', () => {
    const { write } = plan(
      wildcardRule(wide),
      nothingWanted({ settings: asking({ block_force_pushes: from(true) }) }),
    );

    expect(write).toEqual({
      by: 'create-rule',
      repository: 'R_42',
      pattern: 'main',
      protection: { ...wide, allowForcePushes: false },
    });
  });

  test('keeps the checks of the wildcard beside the new ones', () => {
    const { goal } = plan(wildcardRule(wide), nothingWanted({ checks: [check('test')] }));

    expect(goal?.checks).toEqual({
      strict: true,
      required: [
        { context: 'legacy', source: 99 },
        { context: 'test', source: 'any' },
      ],
    });
  });

  test.each<[string, Partial<Protection>]>([
    ['who may push', { pushers: 'notVisible' }],
    ['who may force push', { forcePushers: 'notVisible' }],
    ['who may dismiss reviews', { reviews: reviews({ dismissers: 'notVisible' }) }],
    ['who may bypass pull requests', { reviews: reviews({ bypassers: 'notVisible' }) }],
  ])('is refused where GitHub hides %s: the new rule would lose it', (hidden, over) => {
    const planned = plan(wildcardRule({ ...wide, ...over }));

    expect(planned).toMatchObject({ write: null, goal: null });
    expect(planned.refusals).toEqual([
      {
        code: 'rule_not_visible',
        detail: `The rule "ma*" covers "main", and GitHub does not show ${hidden}.`,
      },
    ]);
    expect(planned.changes).not.toEqual([]);
  });

  test('is left alone where the wildcard does what the policy asks, hidden people or not', () => {
    expect(plan(wildcardRule(compliant({ pushers: 'notVisible' })))).toMatchObject({
      refusals: [],
      write: null,
    });
  });
});

describe('a policy that says no', () => {
  test.each<[string, Partial<Wanted>, Partial<Protection>]>([
    ['strict: false', { settings: asking({ strict: from(false) }) }, { checks: { ...ALL, strict: true } }],
    ['include_admins: false', { settings: asking({ include_admins: from(false) }) }, { includeAdmins: true }],
    [
      'force pushes not asked to be blocked',
      { settings: asking({ block_force_pushes: from(false) }) },
      { allowForcePushes: false },
    ],
    [
      'deletion not asked to be blocked',
      { settings: asking({ block_deletions: from(false) }) },
      { allowDeletions: false },
    ],
    ['no required checks', { checks: [] }, { checks: ALL }],
  ])('%s takes nothing away from a stricter rule', (_, asked, held) => {
    const planned = plan(exactRule(protection(held)), nothingWanted(asked));

    expect(planned).toMatchObject({ changes: [], write: null });
  });

  test('include_admins: false makes no new rule that includes them', () => {
    expect(
      plan(null, wanted({ settings: managed({ include_admins: from(false) }) })).goal?.includeAdmins,
    ).toBe(false);
  });

  test('strict means nothing while no check is required', () => {
    const asked = nothingWanted({ settings: asking({ strict: from(true) }) });

    expect(plan(exactRule(protection()), asked).changes).toEqual([]);
    expect(plan(exactRule(protection({ checks: requiring() })), asked).changes).toEqual([]);
    expect(plan(null, asked).changes).toEqual([]);
  });

  test('strict is put on for checks that somebody else requires', () => {
    const planned = plan(
      exactRule(protection({ checks: requiring('e2e') })),
      nothingWanted({ settings: asking({ strict: from(true) }) }),
    );

    expect(planned.write).toEqual({ by: 'patch-checks', branch: 'main', strict: true, checks: null });
  });
});

describe('the reason of a change', () => {
  test('is the line of every check that was missing, and of no other', () => {
    const asked = nothingWanted({
      checks: [check('test', { origin: line(4) }), check('lint', { origin: line(5) }), check('e2e')],
    });
    const [change] = plan(exactRule(protection({ checks: requiring('lint') })), asked).changes;

    expect(change?.because).toEqual([line(4), null]);
  });

  test('is the line that asks for the setting', () => {
    const asked = nothingWanted({ settings: asking({ include_admins: from(true, line(9)) }) });

    expect(plan(exactRule(protection()), asked).changes).toEqual([
      { dimension: 'include_admins', before: false, after: true, because: [line(9)] },
    ]);
  });
});

describe('an update of the rule', () => {
  const held = requiring('test').required;

  test('that adds a check does not send whether branches must be up to date', () => {
    const loosened = exactRule({
      ...protection({ checks: { strict: true, required: held } }),
      allowDeletions: true,
    });
    const planned = plan(loosened, wanted({ checks: [check('test'), check('lint')] }));

    expect(planned.write).toMatchObject({ by: 'update-rule', fields: { checks: { strict: null } } });
  });

  test('that asks for up-to-date branches does not send the checks', () => {
    const loosened = exactRule({
      ...protection({ checks: { strict: false, required: held } }),
      allowDeletions: true,
    });
    const planned = plan(
      loosened,
      wanted({ checks: [check('test')], settings: managed({ strict: from(true) }) }),
    );

    expect(planned.write).toMatchObject({
      by: 'update-rule',
      fields: { checks: { strict: true, required: null } },
    });
  });
});
