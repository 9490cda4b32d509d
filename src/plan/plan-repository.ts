import type { Plan } from '#model';
import { planBranch } from './plan-branch.ts';
import { ownInRuleset, type PlanInput } from './plan-input.ts';
import { planOrgBranch } from './plan-org-branch.ts';
import { planRuleset } from './plan-ruleset.ts';
import { isOwn, ownBody, standingOf } from './standing.ts';
import { takeBackRule } from './take-back-rule.ts';
import { takeBackRuleset } from './take-back-ruleset.ts';

/**
 * What is to be done about one repository: one plan for each of its branches, in their order, by the means that the
 * policy names. Branches that share a ruleset share one write. Once all that is asked is in force by that means, what
 * Mainstay made by another one is taken back, if nothing becomes weaker by it.
 */
export function planRepository(inputs: readonly PlanInput[]): readonly Plan[] {
  const plans = plansOf(inputs);
  const via = inputs[0]?.wanted.via.value ?? 'classic';
  const withRules = via === 'classic' ? plans : plans.map((plan, index) => withoutRule(plan, inputs[index]));
  return via === 'ruleset' ? withRules : withoutRuleset(withRules, inputs);
}

function plansOf(inputs: readonly PlanInput[]): readonly Plan[] {
  switch (inputs[0]?.wanted.via.value) {
    case 'ruleset':
      return planRuleset(inputs);
    case 'org-ruleset':
      return inputs.map(planOrgBranch);
    case 'classic':
    case undefined:
      return inputs.map(planBranch);
  }
}

function withoutRule(plan: Plan, input: PlanInput | undefined): Plan {
  if (input === undefined || !isSettled(plan, input) || !input.branch.rule.known) return plan;
  const standing = standingOf(input, input.branch.rule.value);
  if (!isSeen(input)) return plan;
  const step = takeBackRule(input, standing);
  if (step === null) return plan;
  const continues = input.wanted.via.value === 'org-ruleset' && ownInRuleset(input) !== null;
  return { ...plan, ...step, takesBack: 'rule', continues };
}

/** GitHub itself says that Mainstay's ruleset is in force, where there is one. */
function isSeen(input: PlanInput): boolean {
  const { rulesets } = input.branch;
  if (!rulesets.known) return false;
  return ownBody(input) === null || rulesets.value.some((ruleset) => isOwn(ruleset, input));
}

/** A ruleset is one for all branches: it goes when none of them needs it any more. */
function withoutRuleset(plans: readonly Plan[], inputs: readonly PlanInput[]): readonly Plan[] {
  const isDone = plans.every((plan, index) => {
    const input = inputs[index];
    return input !== undefined && isSettled(plan, input);
  });
  const step = isDone ? takeBackRuleset(inputs) : null;
  if (step === null) return plans;
  return plans.map((plan) => ({ ...plan, ...step, takesBack: 'ruleset', continues: false }));
}

/** All that is asked is in force, and nothing about it is in doubt. */
function isSettled(
  { changes, refusals, write, needsOrganisation }: Plan,
  { wanted, switchedOff }: PlanInput,
): boolean {
  const isMet = changes.length + refusals.length === 0 && write === null && !needsOrganisation;
  return isMet && switchedOff === null && wanted.exempt === null;
}
