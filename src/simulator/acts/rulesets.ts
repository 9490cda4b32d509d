import { personNamed } from '../world/lookup.ts';
import type { RepositoryCondition, Ruleset, RulesetContent } from '../world/ruleset-state.ts';
import {
  ALL_REPOSITORIES,
  changeRuleset,
  createRuleset,
  removeRuleset,
  rulesetPlace,
  type RulesetPlace,
} from '../world/rulesets.ts';
import type { State } from '../world/state.ts';

export type RulesetChange = {
  readonly name: string;
  readonly by: string;
  /** `repositories`: a condition, or names and patterns for short. */
  readonly set: Partial<Omit<RulesetContent, 'name' | 'repositories'>> & {
    readonly repositories?: readonly string[] | RepositoryCondition;
  };
};

const NEW: Omit<RulesetContent, 'name'> = {
  target: 'branch',
  enforcement: 'active',
  include: ['~DEFAULT_BRANCH'],
  exclude: [],
  repositories: ALL_REPOSITORIES,
  rules: [],
  bypassActors: [],
};

/**
 * Makes or changes the ruleset of this name: of a repository (`owner/name`), of an organisation (its login) or of an
 * enterprise (`enterprises/` and its slug). What is set is taken as it is, also rules that nobody knows.
 */
export function editRuleset(state: State, source: string, { name, by, set }: RulesetChange): Ruleset {
  const place = rulesetPlace(state, source);
  const found = namedIn(place, name);
  const sender = personNamed(state, by);
  const { repositories, ...rest } = set;
  const change = {
    ...rest,
    ...(repositories === undefined ? {} : { repositories: conditionOf(repositories) }),
  };
  if (found === undefined) return createRuleset(state, { place, by: sender }, { ...NEW, ...change, name });
  return changeRuleset(state, { place, by: sender, ruleset: found }, change);
}

export function deleteRuleset(
  state: State,
  source: string,
  { name, by }: { readonly name: string; readonly by: string },
): void {
  const place = rulesetPlace(state, source);
  const ruleset = namedIn(place, name);
  if (ruleset === undefined) throw new Error(`${source} has no ruleset ${name}`);
  removeRuleset(state, { place, ruleset, by: personNamed(state, by) });
}

function namedIn({ rulesets }: RulesetPlace, name: string): Ruleset | undefined {
  return [...rulesets.values()].find((one) => one.name === name);
}

function conditionOf(given: readonly string[] | RepositoryCondition): RepositoryCondition {
  return isList(given) ? { kind: 'name', include: given, exclude: [], protected: false } : given;
}

function isList(given: readonly string[] | RepositoryCondition): given is readonly string[] {
  return Array.isArray(given);
}
