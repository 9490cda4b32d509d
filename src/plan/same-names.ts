import type { Problem } from '#model';
import type { PlanInput } from './plan-input.ts';
import { nameOf, requirementsOf, type Asked } from './requirements.ts';

export type SameNames = {
  /** The branches without the checks that one ruleset cannot require of all of them. */
  readonly inputs: readonly PlanInput[];
  readonly problems: readonly Problem[];
};

/** One ruleset requires the same names on every branch: a check that is called otherwise on one of them stays out. */
export function sameNames(inputs: readonly PlanInput[]): SameNames {
  const [first] = inputs;
  if (first === undefined || inputs.length === 1) return { inputs, problems: [] };
  const differing = first.wanted.checks.filter((check) => isDiffering(nameOf(check), inputs)).map(nameOf);
  if (differing.length === 0) return { inputs, problems: [] };
  return { inputs: inputs.map((input) => without(input, differing)), problems: differing.map(differs) };
}

function isDiffering(name: string, inputs: readonly PlanInput[]): boolean {
  const contexts = inputs.flatMap(({ wanted, forecast }) => {
    if (forecast?.known === false) return [];
    const requirement = requirementsOf(wanted, forecast).find(({ check }) => nameOf(check) === name);
    return requirement?.isClear === true ? [[...requirement.contexts].sort().join('\n')] : [];
  });
  return new Set(contexts).size > 1;
}

/** Its forecast goes with it: the two lists stand in one order. */
function without(input: PlanInput, names: readonly string[]): PlanInput {
  const stays = input.wanted.checks.map((check) => !names.includes(nameOf(check)));
  const checks = input.wanted.checks.filter((_, index) => stays[index]);
  return { ...input, wanted: { ...input.wanted, checks }, forecast: forecastWithout(input.forecast, stays) };
}

function forecastWithout(forecast: Asked, stays: readonly boolean[]): Asked {
  if (forecast?.known !== true) return forecast;
  const required = forecast.value.required.filter((_, index) => stays[index] !== false);
  return { known: true, value: { ...forecast.value, required } };
}

function differs(name: string): Problem {
  return { code: 'ruleset_names_differ', detail: `"${name}" is called differently from branch to branch.` };
}
