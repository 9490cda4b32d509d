import type { Problem, RulesetBody } from '#model';

/** What was sent in a ruleset and is not in GitHub's answer. An answer that shows no ruleset says nothing. */
export function droppedFromRuleset(sent: RulesetBody, shown: RulesetBody | undefined): readonly Problem[] {
  if (shown === undefined) return [];
  const rules = sent.rules
    .filter((rule) => !shown.rules.some((other) => other.type === rule.type && isWithin(rule, other)))
    .map(({ type }) => `the rule \`${type}\``);
  const parts = [
    ...(sent.enforcement === shown.enforcement ? [] : ['that the ruleset is active']),
    ...(isWithin(sent.conditions, shown.conditions) ? [] : ['where the ruleset applies']),
    ...(mayPass(sent, shown) ? ['who may bypass the ruleset'] : []),
    ...rules,
  ];
  return parts.map((part) => ({ code: 'write_dropped', detail: `GitHub did not take over: ${part}.` }));
}

/** Whether somebody may pass by it whom nobody sent. Whom the answer does not show cannot be held against it. */
function mayPass({ bypass: sent }: RulesetBody, { bypass: shown }: RulesetBody): boolean {
  if (sent === 'notVisible' || shown === 'notVisible') return false;
  return shown.some((actor) => !sent.some((one) => isSameActor(one, actor)));
}

type Actor = Readonly<Record<string, unknown>>;

function isSameActor(one: Actor, other: Actor): boolean {
  return (
    one['actor_type'] === other['actor_type'] && (one['actor_id'] ?? null) === (other['actor_id'] ?? null)
  );
}

/** Every part of it is there: of objects each key, of lists each entry in whatever order. GitHub adds defaults. */
function isWithin(sent: unknown, shown: unknown): boolean {
  if (Array.isArray(sent)) {
    const there: readonly unknown[] | null = Array.isArray(shown) ? shown : null;
    return there !== null && sent.every((item) => there.some((other) => isWithin(item, other)));
  }
  if (typeof sent !== 'object' || sent === null) return sent === shown;
  if (typeof shown !== 'object' || shown === null) return false;
  const other = shown as Actor;
  return Object.entries(sent).every(([key, value]) => isWithin(value, other[key]));
}
