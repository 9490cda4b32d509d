import { matchesBranch } from './branch-pattern.ts';
import { planOffersProtection } from './caller.ts';
import type { PropertyTarget, Ruleset, RulesetRule } from './ruleset-state.ts';
import type { Repository } from './repository-state.ts';
import type { State } from './state.ts';

export type RuleInForce = { readonly rule: RulesetRule; readonly ruleset: Ruleset };

/** The rules of active rulesets, of the repository and of those above it, that apply to a branch. */
export function rulesInForce(state: State, repository: Repository, branch: string): readonly RuleInForce[] {
  if (!planOffersProtection(state, repository)) return [];
  return rulesetsOver(state, repository)
    .filter((ruleset) => ruleset.enforcement === 'active' && coversBranch(ruleset, repository, branch))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ rule, ruleset })));
}

/**
 * The repository's own rulesets, then those of its organisation and of the enterprises over it that are about it, in
 * force or not. A free plan has none of an organisation's, also where it had some before.
 */
export function rulesetsOver(state: State, repository: Repository): readonly Ruleset[] {
  const organisation = state.organisations.get(repository.owner);
  const enterprises = [...state.enterprises.values()].filter((one) =>
    one.organisations.has(repository.owner),
  );
  const above = [
    ...(organisation === undefined || organisation.plan === 'free' ? [] : organisation.rulesets.values()),
    ...enterprises.flatMap(({ rulesets }) => [...rulesets.values()]),
  ];
  return [...repository.rulesets.values(), ...above.filter((ruleset) => isAbout(ruleset, repository))];
}

function coversBranch(ruleset: Ruleset, repository: Repository, branch: string): boolean {
  const { target, include, exclude } = ruleset;
  return target === 'branch' && isNamed(include, repository, branch) && !isNamed(exclude, repository, branch);
}

function isNamed(patterns: readonly string[], repository: Repository, branch: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === repository.defaultBranch;
    return matchesBranch(pattern, `refs/heads/${branch}`);
  });
}

function isAbout({ repositories }: Ruleset, repository: Repository): boolean {
  if (repositories.kind === 'id') return repositories.ids.includes(repository.id);
  if (repositories.kind === 'name') {
    const { include, exclude } = repositories;
    return includesName(include, repository) && !includesName(exclude, repository);
  }
  const { include, exclude } = repositories;
  return (
    include.every((target) => hasProperty(repository, target)) &&
    !exclude.some((target) => hasProperty(repository, target))
  );
}

function includesName(names: readonly string[], repository: Repository): boolean {
  return names.some((name) => name === '~ALL' || matchesBranch(name, repository.name));
}

/** Included properties must all be there, each with one of its values; one that is excluded is enough to be out. */
function hasProperty(repository: Repository, { name, property_values, source }: PropertyTarget): boolean {
  const value = source === 'system' ? systemProperty(repository, name) : repository.properties[name];
  return [value ?? []].flat().some((one) => property_values.includes(one));
}

function systemProperty({ visibility, fork, language }: Repository, name: string): string | undefined {
  if (name === 'visibility') return visibility;
  if (name === 'fork') return String(fork);
  return name === 'language' ? (language ?? undefined) : undefined;
}
