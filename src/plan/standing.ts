import {
  fullName,
  OWN_RULESET,
  type BranchRule,
  type OwnRuleset,
  type Problem,
  type Protection,
  type RulesetInForce,
} from '#model';
import { projectBody } from './body-in-force.ts';
import { bindingOf, classicLayer, layerOf, type Binding, type Layer } from './layers.ts';
import { ownInRuleset, ownPart, type PlanInput } from './plan-input.ts';
import { isBare, isOwnRule, withoutMade } from './without-made.ts';

/** All that is in force on a branch, taken apart: what each means holds, and what of it Mainstay made. */
export type Standing = {
  readonly rule: BranchRule | null;
  /** The classic rule without what Mainstay made in it; null: nothing is left of it. */
  readonly peoplesRule: Protection | null;
  /** Mainstay's ruleset as it is in force here; null: it is not. */
  readonly own: Layer | null;
  /** The same without what Mainstay made in it. */
  readonly peoplesOwn: Layer | null;
  /** Other rulesets of which it is known whom they bind. */
  readonly sure: readonly Layer[];
  readonly unsure: readonly Layer[];
  /** Set where the rulesets could not be read. */
  readonly unknown: Problem | null;
};

export function standingOf(input: PlanInput, rule: BranchRule | null): Standing {
  const { rulesets } = input.branch;
  const all = (rulesets.known ? rulesets.value : []).filter(({ id }) => id !== input.leaving);
  const others = all.filter((ruleset) => !isOwn(ruleset, input));
  const own = ownLayer(input, all);
  return {
    rule,
    peoplesRule: rule && peoplesPart(rule, input),
    own,
    peoplesOwn: own && peoplesLayer(own, input),
    sure: others.filter((ruleset) => isSure(bindingOf(ruleset))).map(layerOf),
    unsure: all.filter((ruleset) => bindingOf(ruleset) === 'unsure').map(layerOf),
    unknown: rulesets.known ? null : rulesets.why,
  };
}

function isSure(binding: Binding): boolean {
  return binding === 'admins-too' || binding === 'all-but-admins';
}

/** A wildcard is never Mainstay's. */
function peoplesPart(rule: BranchRule, input: PlanInput): Protection | null {
  if (rule.pattern !== input.branch.name) return rule.protection;
  const { made, added } = ownPart(input);
  const people = withoutMade(rule.protection, { settings: made.settings, added });
  return isOwnRule(rule.id, made) && isBare(people) ? null : people;
}

function peoplesLayer(own: Layer, input: PlanInput): Layer {
  const ours = ownInRuleset(input);
  return ours === null ? own : { ...own, protection: withoutMade(own.protection, ours) };
}

/** The repository's own ruleset `mainstay`, not one of the same name that the organisation has. */
export function isOwn({ id, name, source }: RulesetInForce, { snapshot }: PlanInput): boolean {
  const { ownRuleset, repo } = snapshot;
  if (source.kind !== 'repository') return false;
  if (ownRuleset?.known && ownRuleset.value !== null) return ownRuleset.value.id === id;
  return name === OWN_RULESET && source.name.toLowerCase() === fullName(repo).toLowerCase();
}

function ownLayer(input: PlanInput, all: readonly RulesetInForce[]): Layer | null {
  const body = ownBody(input);
  if (body !== null) return projectBody(body.body, input.branch.name, input.snapshot.repo.defaultBranch);
  const seen = all.find((ruleset) => isOwn(ruleset, input));
  if (seen === undefined) return null;
  return isSure(bindingOf(seen)) ? layerOf(seen) : null;
}

/** Mainstay's ruleset whole, where it was read and there is one. */
export function ownBody({ snapshot: { ownRuleset } }: PlanInput): OwnRuleset | null {
  return ownRuleset?.known ? ownRuleset.value : null;
}

/** Everything that is in force for sure. */
export function layersOf({ rule, own, sure }: Standing): readonly Layer[] {
  return [...classicLayer(rule?.protection ?? null), ...(own === null ? [] : [own]), ...sure];
}
