import { describe, expect, test } from '@jest/globals';
import type { Plan, RulesetBody } from '#model';
import { apply, type WriteAnswer } from '#apply';
import { check, from, nothingWanted, ownRuleset } from '#kit/builders';
import { plansIn } from '#kit/play';

const BARE = { branches: [{ name: 'main', exact: null, wildcard: null }], own: null, others: [] };

function planned(): Plan & { readonly write: { readonly by: 'put-ruleset'; readonly ruleset: RulesetBody } } {
  const [plan] = plansIn(BARE, nothingWanted({ via: from('ruleset'), checks: [check('test')] }));
  if (plan?.write?.by !== 'put-ruleset') throw new Error('no ruleset was planned');
  return { ...plan, write: { ...plan.write } };
}

async function dropped(plan: Plan, ruleset: RulesetBody | null): Promise<readonly string[] | undefined> {
  const answer: WriteAnswer = { kind: 'written', shown: {}, ...(ruleset === null ? {} : { ruleset }) };
  const receipt = await apply(
    {
      write: () => Promise.resolve(answer),
      putOrgRuleset: () => Promise.reject(new Error('no organisation here')),
      deleteOrgRuleset: () => Promise.resolve(null),
    },
    plan,
  );
  return receipt?.dropped.map(({ detail }) => detail);
}

describe('a ruleset that was written', () => {
  const plan = planned();
  const sent = plan.write.ruleset;

  test('and came back with more than was sent is whole', async () => {
    const rules = sent.rules.map((rule) => ({
      ...rule,
      parameters: { ...rule.parameters, added_by_github: 1 },
    }));

    expect(await dropped(plan, { ...sent, rules: [...rules].reverse() })).toEqual([]);
  });

  test('of which the answer shows nothing says nothing', async () => {
    expect(await dropped(plan, null)).toEqual([]);
  });

  test.each<[string, Partial<RulesetBody>]>([
    ['the rule `required_status_checks`', { rules: [] }],
    ['that the ruleset is active', { enforcement: 'evaluate' }],
    ['where the ruleset applies', { conditions: { ref_name: { include: [], exclude: [] } } }],
    ['who may bypass the ruleset', { bypass: [{ actor_type: 'Team', actor_id: 3 }] }],
  ])('without %s is said', async (part, over) => {
    expect(await dropped(plan, { ...sent, ...over })).toEqual([`GitHub did not take over: ${part}.`]);
  });

  test('that is taken away leaves nothing to compare', async () => {
    const gone: Plan = { ...plan, write: { by: 'delete-ruleset', id: 77 }, goal: null };

    expect(await dropped(gone, ownRuleset([]).body)).toEqual([]);
  });
});
