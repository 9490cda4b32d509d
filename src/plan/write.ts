import type {
  BranchRule,
  Change,
  Dimension,
  Protection,
  RepoFacts,
  RequiredReviews,
  RuleActors,
  RuleFields,
  Write,
} from '#model';

export type WriteChoice =
  | { readonly kind: 'write'; readonly write: Write }
  | { readonly kind: 'impossible'; readonly hidden: string };

/** The smallest write that makes the goal true (docs: REST "branch protection", GraphQL `updateBranchProtectionRule`). */
export function chooseWrite(on: {
  readonly repo: RepoFacts;
  readonly branch: string;
  readonly rule: BranchRule | null;
  readonly changes: readonly Change[];
  readonly goal: Protection;
}): WriteChoice {
  const { rule, goal, branch } = on;
  if (rule === null) return { kind: 'write', write: { by: 'put-protection', branch, protection: goal } };
  if (rule.pattern !== branch) return besideWildcard(on.repo, branch, goal);
  const changed = new Set(on.changes.map((change) => change.dimension));
  const onlyChecks =
    changed.size > 0 && [...changed].every((name) => name === 'required_checks' || name === 'strict');
  if (onlyChecks && rule.protection.checks !== null) {
    const strict = changed.has('strict') ? (goal.checks?.strict ?? true) : null;
    const checks = changed.has('required_checks') ? (goal.checks?.required ?? []) : null;
    return { kind: 'write', write: { by: 'patch-checks', branch, strict, checks } };
  }
  return {
    kind: 'write',
    write: { by: 'update-rule', rule: rule.id, fields: changedFields(changed, goal, rule.protection) },
  };
}

/** The fields in which the goal differs: what is not asked for is not sent, a person may have changed it meanwhile. */
function changedFields(changed: ReadonlySet<Dimension>, goal: Protection, before: Protection): RuleFields {
  const { checks: _checks, reviews: _reviews, ...plain } = goal;
  const fields = Object.entries(plain).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Protection]),
  );
  const checks = changedChecks(changed, goal, before);
  const reviews = changedReviews(goal.reviews, before.reviews);
  return {
    ...(checks === null ? {} : { checks }),
    ...(reviews === undefined ? {} : { reviews }),
    ...(Object.fromEntries(fields) as Partial<typeof plain>),
  };
}

/** A block that is off is made whole. */
function changedChecks(
  changed: ReadonlySet<Dimension>,
  { checks }: Protection,
  before: Protection,
): NonNullable<RuleFields['checks']> | null {
  const isAsked = changed.has('required_checks') || changed.has('strict');
  if (!isAsked || checks === null) return null;
  if (before.checks === null) return checks;
  return {
    strict: changed.has('strict') ? checks.strict : null,
    required: changed.has('required_checks') ? checks.required : null,
  };
}

/** Undefined: nothing changes. A block that is off is made whole. */
function changedReviews(goal: Protection['reviews'], before: Protection['reviews']): RuleFields['reviews'] {
  if (goal === null) return before === null ? undefined : null;
  if (before === null) return goal;
  const fields = Object.entries(goal).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof RequiredReviews]),
  );
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Only one classic rule applies to a branch, so an exact one beside a wildcard must carry all that it gave. */
function besideWildcard(repo: RepoFacts, branch: string, goal: Protection): WriteChoice {
  const hidden = hiddenActors(goal);
  if (hidden !== null) return { kind: 'impossible', hidden };
  return {
    kind: 'write',
    write: { by: 'create-rule', repository: repo.nodeId, pattern: branch, protection: goal },
  };
}

function hiddenActors(goal: Protection): string | null {
  const lists: readonly (readonly [string, RuleActors | null])[] = [
    ['who may push', goal.pushers],
    ['who may force push', goal.forcePushers],
    ['who may dismiss reviews', goal.reviews?.dismissers ?? null],
    ['who may bypass pull requests', goal.reviews?.bypassers ?? null],
  ];
  return lists.find(([, actors]) => actors === 'notVisible')?.[0] ?? null;
}
