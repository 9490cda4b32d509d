import type { BranchRule, MadeSetting, Plan, Protection, Write } from '#model';
import { heldIn, isEqual } from './held.ts';
import { weakenedInForce } from './in-force.ts';
import { ownPart, type PlanInput } from './plan-input.ts';
import { layersOf, type Standing } from './standing.ts';
import { isBare, isOwnRule, withoutAdded, withoutMade } from './without-made.ts';
import { updateRule } from './write.ts';

/**
 * Takes back from a branch's classic rule what Mainstay made in it, now that something else holds it: the whole rule
 * where nothing else is in it, otherwise each value of which nothing in force becomes weaker. Null: there is nothing.
 */
export function takeBackRule(
  input: PlanInput,
  standing: Standing,
): Pick<Plan, 'write' | 'goal' | 'sets'> | null {
  const { rule } = standing;
  if (rule === null || rule.pattern !== input.branch.name) return null;
  const goal = leastOf(input, standing, rule);
  const isOurs = isOwnRule(rule.id, ownPart(input).made) && isBare(goal);
  if (isOurs && isSafe(standing, null)) {
    return { write: { by: 'delete-rule', rule: rule.id }, goal: null, sets: [] };
  }
  if (goal === rule.protection) return null;
  return {
    write: writeOf(input, rule, goal),
    goal,
    sets: revertsIn(ownPart(input).made.settings, rule, goal),
  };
}

/** The rule without as much of Mainstay's own as may go. */
function leastOf(input: PlanInput, standing: Standing, rule: BranchRule): Protection {
  const {
    added,
    made: { settings },
  } = ownPart(input);
  const steps = [
    (held: Protection) => withoutAdded(held, added),
    ...settings.map((one) => (held: Protection) => withoutMade(held, { settings: [one], added: [] })),
  ];
  const whole = withoutMade(rule.protection, { settings, added });
  if (isSafe(standing, whole)) return isSameAs(whole, rule) ? rule.protection : whole;
  const least = steps.reduce((held, step) => {
    const next = step(held);
    return isSafe(standing, next) ? next : held;
  }, rule.protection);
  return isSameAs(least, rule) ? rule.protection : least;
}

function isSameAs(goal: Protection, { protection }: BranchRule): boolean {
  return JSON.stringify(goal) === JSON.stringify(protection);
}

function isSafe(standing: Standing, protection: Protection | null): boolean {
  const rule = standing.rule && protection && { ...standing.rule, protection };
  return weakenedInForce(layersOf({ ...standing, rule }), layersOf(standing)).length === 0;
}

function writeOf(input: PlanInput, rule: BranchRule, goal: Protection): Write {
  const dimensions = ownPart(input).made.settings.map(({ dimension }) => dimension);
  return updateRule(rule, new Set(['required_checks', ...dimensions]), goal);
}

function revertsIn(settings: readonly MadeSetting[], rule: BranchRule, goal: Protection): Plan['sets'] {
  return settings.flatMap(({ dimension }) => {
    const before = heldIn(dimension, rule.protection);
    const after = heldIn(dimension, goal);
    return isEqual(before, after) ? [] : [{ dimension, before, after } as MadeSetting];
  });
}
