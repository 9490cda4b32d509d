import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RulesetInForce, RulesetRule, Wanted } from '#model';
import { RULE_TYPES, anyPolicies, everySetting, twoBranches, worlds } from '#kit/arbitraries-rulesets';
import type { BranchWorld } from '#kit/branch-world';
import { check, from, known, nothingWanted, ownRuleset, unknown } from '#kit/builders';
import { guarantees } from '#kit/guarantees';
import { play, plansIn } from '#kit/play';
import { planRepository } from '#plan';
import { seen } from '#kit/branch-world';

const keeping = anyPolicies.map((wanted): Wanted => ({ ...wanted, extras: from('keep') }));

/** What was guaranteed on some branch and is no more. */
function lost(before: BranchWorld, after: BranchWorld): readonly string[] {
  return before.branches.flatMap(({ name }) => {
    const now = guarantees(after, name);
    return [...guarantees(before, name)].filter((one) => !now.has(one)).map((one) => `${name}: ${one}`);
  });
}

function lostBetween(worldsInTurn: readonly BranchWorld[]): readonly string[] {
  return worldsInTurn.slice(1).flatMap((world, index) => lost(worldsInTurn[index] ?? world, world));
}

describe('by classic rules, rulesets, or both', () => {
  test('writing comes to an end, and a look after it plans nothing', () => {
    fc.assert(
      fc.property(worlds, anyPolicies, (world, wanted) => {
        const { looks, worlds: all, memory } = play(world, wanted);
        const last = all.at(-1) ?? world;

        expect(looks.length).toBeLessThanOrEqual(3);
        expect(plansIn(last, wanted, memory).map(({ write }) => write)).toEqual([null]);
      }),
      { numRuns: 700 },
    );
  });

  test('one write is all that a policy needs, unless a plan says that another follows', () => {
    fc.assert(
      fc.property(worlds, anyPolicies, (world, wanted) => {
        const [first, second] = play(world, wanted).looks;

        const plan = first?.[0];

        if (plan && plan.write !== null && !plan.continues) {
          expect(second?.[0]).toMatchObject({ changes: [], write: null });
        }
      }),
      { numRuns: 700 },
    );
  });

  test('nothing that was guaranteed is lost by any write, unless the policy says that extras go', () => {
    fc.assert(
      fc.property(worlds, keeping, (world, wanted) => {
        expect(lostBetween(play(world, wanted).worlds)).toEqual([]);
      }),
      { numRuns: 700 },
    );
  });

  test('with two branches no write takes from either', () => {
    fc.assert(
      fc.property(twoBranches, keeping, (world, wanted) => {
        const played = play(world, wanted);

        expect(lostBetween(played.worlds)).toEqual([]);
        expect(played.looks.length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is lost where extras go, the plan names', () => {
    fc.assert(
      fc.property(worlds, anyPolicies, (world, wanted) => {
        const { looks, worlds: all } = play(world, wanted);
        const named = looks.flatMap((plans) => plans.flatMap(({ weakens }) => weakens));

        if (lostBetween(all).length > 0) expect(named).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the ruleset of Mainstay', () => {
  const strangers = RULE_TYPES.filter((type) => type.includes('pattern') || type.includes('tomorrow'));

  function unknownIn(world: BranchWorld): readonly unknown[] {
    const rules: readonly RulesetRule[] = world.own?.body.rules ?? [];
    const parameters = rules.map(({ type, parameters: given }) => [
      type,
      given?.['unknown_parameter'],
      given?.['allowed_merge_methods'],
      given?.['do_not_enforce_on_create'],
    ]);
    return [
      ...rules.filter(({ type }) => strangers.includes(type)),
      ...parameters.filter(([, ...values]) => values.some((value) => value !== undefined)),
    ];
  }

  test('keeps every rule and every parameter that Mainstay does not know', () => {
    fc.assert(
      fc.property(worlds, keeping, (world, wanted) => {
        const after = play(world, wanted).worlds.at(-1) ?? world;

        expect(unknownIn(after)).toEqual(expect.arrayContaining([...unknownIn(world)]));
      }),
      { numRuns: 700 },
    );
  });
});

describe('from one means to the other', () => {
  const bare: BranchWorld = {
    branches: [{ name: 'main', exact: null, wildcard: null }],
    own: null,
    others: [],
  };
  const whole: Wanted = {
    ...nothingWanted({ checks: [check('test'), check('lint')] }),
    settings: everySetting,
  };

  function by(wanted: Wanted, via: Wanted['via']['value']): Wanted {
    return { ...wanted, via: from(via) };
  }

  test.each([
    ['classic', 'ruleset'],
    ['ruleset', 'classic'],
  ] as const)('%s to %s: nothing is ever less protected, and nothing of the old is left', (first, second) => {
    const before = play(bare, by(whole, first));
    const start = before.worlds.at(-1) ?? bare;
    const after = play(start, by(whole, second), before.memory);
    const end = after.worlds.at(-1) ?? bare;

    expect(lostBetween(after.worlds)).toEqual([]);
    expect(after.looks[0]?.[0]?.continues).toBe(true);
    expect(end.own === null).toBe(second === 'classic');
    expect(end.branches[0]?.exact === null).toBe(second === 'ruleset');
  });

  test('in any world, whatever people had of their own stays', () => {
    fc.assert(
      fc.property(worlds, keeping, fc.constantFrom('classic', 'ruleset'), (world, wanted, second) => {
        const first = second === 'classic' ? 'ruleset' : 'classic';
        const before = play(world, by(wanted, first));
        const start = before.worlds.at(-1) ?? world;
        const after = play(start, by(wanted, second), before.memory);

        expect(lostBetween(after.worlds)).toEqual([]);
        expect(lost(world, after.worlds.at(-1) ?? world)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what nobody can see', () => {
  const OWN = ownRuleset([{ type: 'deletion' }]);

  test('rulesets that could not be read lead to no write at all', () => {
    fc.assert(
      fc.property(worlds, anyPolicies, (world, wanted) => {
        const snapshot = seen(world);
        const branches = snapshot.branches.map((one) => ({ ...one, rulesets: unknown('read_incomplete') }));
        const inputs = branches.map((branch) => ({
          snapshot: { ...snapshot, branches },
          branch,
          wanted,
          switchedOff: null,
          forecast: null,
        }));

        expect(planRepository(inputs).map(({ write }) => write)).toEqual([null]);
      }),
      { numRuns: 300 },
    );
  });

  test("an own ruleset that could not be read, or of which nobody sees who may pass by, isn't written", () => {
    fc.assert(
      fc.property(worlds, anyPolicies, fc.boolean(), (world, asked, isRead) => {
        const wanted: Wanted = { ...asked, via: from('ruleset') };
        const snapshot = seen(world);
        const own = {
          ...(world.own ?? OWN),
          body: { ...(world.own ?? OWN).body, bypass: 'notVisible' as const },
        };
        const ownRuleset = isRead ? known(own) : unknown('read_incomplete');
        const branches = snapshot.branches.map((one) => ({ ...one, rulesets: known(hidden(one.rulesets)) }));
        const inputs = branches.map((branch) => ({
          snapshot: { ...snapshot, branches, ownRuleset },
          branch,
          wanted,
          switchedOff: null,
          forecast: null,
        }));

        expect(planRepository(inputs).map(({ write }) => write)).toEqual([null]);
      }),
      { numRuns: 300 },
    );
  });

  function hidden(
    rulesets: ReturnType<typeof seen>['branches'][number]['rulesets'],
  ): readonly RulesetInForce[] {
    const all = rulesets.known ? rulesets.value : [];
    return all.map((one) => (one.name === 'mainstay' ? { ...one, bypass: 'notVisible' as const } : one));
  }
});
