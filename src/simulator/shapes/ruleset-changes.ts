import { isDeepStrictEqual } from 'node:util';
import type { Ruleset, RulesetRule } from '../world/ruleset-state.ts';
import type { Json } from './account.ts';

/** What an edit changed, as the event `repository_ruleset.edited` tells it; actors are not part of it. */
export function rulesetChanges(before: Ruleset, after: Ruleset): Json {
  return {
    ...from(before, after, 'name'),
    ...from(before, after, 'enforcement'),
    ...conditionChanges(before, after),
    ...ruleChanges(before.rules, after.rules),
  };
}

function from(before: Ruleset, after: Ruleset, key: 'name' | 'enforcement'): Json {
  return before[key] === after[key] ? {} : { [key]: { from: before[key] } };
}

function conditionChanges(before: Ruleset, after: Ruleset): Json {
  const keys = (['include', 'exclude'] as const).filter((key) => !isDeepStrictEqual(before[key], after[key]));
  if (keys.length === 0) return {};
  const { include, exclude } = after;
  const changes = Object.fromEntries(keys.map((key) => [key, { from: before[key] }]));
  const updated = [{ condition: { ref_name: { include, exclude } }, changes }];
  return { conditions: { added: [], deleted: [], updated } };
}

function ruleChanges(before: readonly RulesetRule[], after: readonly RulesetRule[]): Json {
  if (isDeepStrictEqual(before, after)) return {};
  const [old, now] = [typesOf(before), typesOf(after)];
  const added = after.filter(({ type }) => !old.includes(type));
  const deleted = before.filter(({ type }) => !now.includes(type));
  const kept = after.filter(({ type }) => old.includes(type));
  const updated = kept
    .filter((rule) => !before.some((one) => isDeepStrictEqual(one, rule)))
    .map((rule) => ({ rule, changes: {} }));
  return { rules: { added, deleted, updated } };
}

function typesOf(rules: readonly RulesetRule[]): readonly string[] {
  return rules.map(({ type }) => type);
}
