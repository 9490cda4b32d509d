import { z } from 'zod';
import type { OwnRuleset, RulesetBody, RulesetRule } from '#model';
import type { Body } from './protection-body.ts';

const values = z.record(z.string(), z.unknown());
const rule = z.looseObject({ type: z.string(), parameters: values.optional() });

/** A rule goes on as the object it came as: parsed, its unknown fields would change their places. */
function isRule(given: unknown): boolean {
  return rule.safeParse(given).success;
}

const ruleset = z.looseObject({
  id: z.number(),
  name: z.string(),
  target: z.string().optional(),
  enforcement: z.string(),
  conditions: values.nullish(),
  rules: z.array(z.custom<RulesetRule>(isRule)),
  bypass_actors: z.array(values).nullish(),
});

/** What GitHub says of a ruleset and does not take back. */
const ANSWER_ONLY: readonly string[] = [
  'id',
  'node_id',
  'source',
  'source_type',
  'created_at',
  'updated_at',
  '_links',
  'current_user_can_bypass',
];

/**
 * A ruleset as REST gives it, with all that we do not know of it in `rest`; null where it is not one.
 * https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
 */
export function ownRulesetOf(answer: unknown): OwnRuleset | null {
  const parsed = ruleset.safeParse(answer);
  if (!parsed.success) return null;
  const { id, name, target, enforcement, conditions, rules, bypass_actors: actors, ...others } = parsed.data;
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !ANSWER_ONLY.includes(key)));
  return {
    id,
    body: {
      name,
      target: target ?? 'branch',
      enforcement,
      conditions: conditions ?? {},
      rules,
      bypass: actors ?? 'notVisible',
      rest,
    },
  };
}

/** The body of a POST or PUT. A list that is sent takes the place of the old one, so one that is hidden is not sent. */
export function rulesetBody({ bypass, rest, ...known }: RulesetBody): Body {
  return { ...rest, ...known, ...(bypass === 'notVisible' ? {} : { bypass_actors: bypass }) };
}
