import {
  SETTINGS,
  type From,
  type NamedActor,
  type Origin,
  type RepoName,
  type Setting,
  type SettingValues,
  type Wanted,
} from '#model';
import { isActorList, isSameActor } from './held.ts';
import { nameOf, type Requirement } from './requirements.ts';

/** One repository of which the policy says `via: org-ruleset`. */
export type OrgRepository = {
  readonly repo: RepoName;
  readonly wanted: Wanted;
  /** Which contexts its checks come to (`requirementsOf`), in the order of its policy. */
  readonly requirements: readonly Requirement[];
  /** As the policy names them: `main`, `~DEFAULT_BRANCH`. */
  readonly branches: readonly string[];
};

/** The requirements that are the same in all repositories: required of one as of all. */
export function commonRequirements(repositories: readonly OrgRepository[]): readonly Requirement[] {
  const [first, ...others] = repositories;
  return (first?.requirements ?? []).filter(
    (requirement) =>
      requirement.contexts.length > 0 &&
      others.every(({ requirements }) => requirements.some((other) => isSame(requirement, other))),
  );
}

/** The checks that a repository asks for and the organisation's ruleset does not hold. */
export function leftOutOf(
  { requirements }: OrgRepository,
  common: readonly Requirement[],
): readonly string[] {
  return requirements
    .filter((requirement) => !common.some((held) => isSame(held, requirement)))
    .map(({ check }) => nameOf(check));
}

function isSame(one: Requirement, other: Requirement): boolean {
  return (
    nameOf(one.check) === nameOf(other.check) && one.source === other.source && sorted(one) === sorted(other)
  );
}

function sorted({ contexts }: Requirement): string {
  return [...contexts].sort().join('\n');
}

/** What all repositories ask for: of each setting the least that one of them does. */
export function commonSettings(repositories: readonly OrgRepository[]): Wanted['settings'] {
  const entries = SETTINGS.map((setting) => {
    const asked = repositories.map(({ wanted }) => wanted.settings[setting]);
    const values = asked.filter((value) => value !== null);
    const origin = values[0]?.origin ?? null;
    return [setting, values.length < asked.length ? null : leastOf(setting, values, origin)];
  });
  return Object.fromEntries(entries) as Wanted['settings'];
}

type Asked = From<SettingValues[Setting]>;

function leastOf(setting: Setting, values: readonly Asked[], origin: Origin): Asked | null {
  const [first, ...others] = values;
  if (first === undefined) return null;
  const value = others.reduce((least, other) => weakerOf(setting, least, other.value), first.value);
  return { value, origin };
}

type Value = SettingValues[Setting];

function weakerOf(setting: Setting, one: Value, other: Value): Value {
  if (typeof one === 'boolean') return one && other === true;
  if (typeof one === 'number') return Math.min(one, other as number);
  if (!isActorList(setting))
    return (one as readonly string[]).filter((name) => (other as readonly string[]).includes(name));
  const [left, right] = [one, other] as readonly (readonly NamedActor[])[];
  const more = (right ?? []).filter((actor) => !left?.some((same) => isSameActor(same, actor)));
  return [...(left ?? []), ...more];
}

/** Branches that all of them name: what the ruleset covers, it covers in each. */
export function commonBranches([first, ...others]: readonly OrgRepository[]): readonly string[] {
  return (first?.branches ?? []).filter((branch) =>
    others.every(({ branches }) => branches.includes(branch)),
  );
}
