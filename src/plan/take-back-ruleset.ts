import { SETTINGS, type MadeSetting, type OwnRuleset, type Plan, type Protection, type Write } from '#model';
import { layerOfBody, refsOf } from './body-in-force.ts';
import type { Edit } from './goal.ts';
import { heldOf, isEqual } from './held.ts';
import { weakenedInForce } from './in-force.ts';
import { ownInRuleset, type PlanInput } from './plan-input.ts';
import { matchesRef } from './ref-pattern.ts';
import { rulesWith } from './rules-with.ts';
import { unwritable } from './ruleset-body.ts';
import { layersOf, ownBody, standingOf } from './standing.ts';
import { holdsNothing, withoutMade } from './without-made.ts';

type Step = Pick<Plan, 'write' | 'goal' | 'sets'>;

/**
 * Takes back from Mainstay's ruleset what Mainstay made in it, once nothing becomes weaker by it on any branch: the
 * whole ruleset where it made it and nothing else is in it. Null: there is nothing to take back, or not yet.
 */
export function takeBackRuleset(inputs: readonly PlanInput[]): Step | null {
  const [first] = inputs;
  const own = first === undefined ? null : ownBody(first);
  const ours = inputs.flatMap((input) => ownInRuleset(input) ?? []);
  if (own === null || ours.length === 0) return null;
  if (unwritable(own) !== null || !isOnlyFor(own, inputs)) return null;
  const before = layerOfBody(own.body).protection;
  const settings = ours.flatMap((one) => one.settings);
  const goal = withoutMade(before, { settings, added: ours.flatMap(({ added }) => added) });
  const edits = differencesIn(before, goal);
  if (edits.length === 0 || !inputs.every((input) => isSafe(input, goal))) return null;
  return stepTo(own, { edits, goal, created: inputs.some(({ made }) => made?.ruleset?.created === true) });
}

type Goal = { readonly edits: readonly Edit[]; readonly goal: Protection; readonly created: boolean };

function stepTo(own: OwnRuleset, { edits, goal, created }: Goal): Step {
  const rules = rulesWith(own.body.rules, edits, goal);
  if (created && rules.length === 0)
    return { write: { by: 'delete-ruleset', id: own.id }, goal: null, sets: [] };
  const write: Write = { by: 'put-ruleset', id: own.id, ruleset: { ...own.body, rules } };
  return { write, goal, sets: revertsIn(edits, layerOfBody(own.body).protection) };
}

/** Other branches that people let it cover cannot be seen, so nothing may go that holds there too. */
function isOnlyFor(own: OwnRuleset, inputs: readonly PlanInput[]): boolean {
  const { include } = refsOf(own.body.conditions);
  return include.every((pattern) => inputs.some((input) => isNameOf(pattern, input)));
}

function isNameOf(pattern: string, { branch, snapshot }: PlanInput): boolean {
  const isName = pattern === '~DEFAULT_BRANCH' || !/[*?~]/u.test(pattern);
  return isName && matchesRef(pattern, branch.name, snapshot.repo.defaultBranch) === true;
}

function differencesIn(before: Protection, goal: Protection): readonly Edit[] {
  // Whom a ruleset binds is for those who pass by it, and stays as it is.
  const dimensions = (['required_checks', ...SETTINGS] as const).filter((name) => name !== 'include_admins');
  return dimensions.flatMap((dimension) => {
    const value = heldOf(dimension, goal);
    return isEqual(heldOf(dimension, before), value) ? [] : [{ dimension, value, because: [] } as Edit];
  });
}

function isSafe(input: PlanInput, goal: Protection): boolean {
  if (!input.branch.rule.known || input.branch.head === null) return false;
  const standing = standingOf(input, input.branch.rule.value);
  if (standing.own === null) return true;
  const own = holdsNothing(goal) ? null : { ...standing.own, protection: goal };
  return weakenedInForce(layersOf({ ...standing, own }), layersOf(standing)).length === 0;
}

function revertsIn(edits: readonly Edit[], before: Protection): Plan['sets'] {
  return edits.flatMap(({ dimension, value }) =>
    dimension === 'required_checks'
      ? []
      : [{ dimension, before: heldOf(dimension, before), after: value } as MadeSetting],
  );
}
