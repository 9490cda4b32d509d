import type {
  BranchRule,
  BranchState,
  Dimension,
  Problem,
  Protection,
  RepoFacts,
  RequiredContext,
  RequiredReviews,
  RuleActors,
  RuleFields,
  Write,
} from '#model';
import type { Edit } from './goal.ts';

export type WriteChoice =
  { readonly kind: 'write'; readonly write: Write } | { readonly kind: 'impossible'; readonly why: Problem };

export type ClassicWrite = {
  readonly repo: RepoFacts;
  readonly branch: BranchState;
  readonly rule: BranchRule | null;
  readonly edits: readonly Edit[];
  readonly goal: Protection;
};

/** The smallest write that makes the goal true (docs: REST "branch protection", GraphQL `updateBranchProtectionRule`). */
export function chooseWrite(on: ClassicWrite): WriteChoice {
  const { rule, goal, branch } = on;
  if (rule === null) return { kind: 'write', write: newRule(on) };
  if (rule.pattern !== branch.name) return besideWildcard(on, rule);
  const changed = new Set(on.edits.map((edit) => edit.dimension));
  const onlyChecks = [...changed].every((name) => name === 'required_checks' || name === 'strict');
  const write: Write =
    onlyChecks && rule.protection.checks !== null
      ? { by: 'patch-checks', branch: branch.name, ...changedHalves(changed, goal.checks) }
      : updateRule(rule, changed, goal);
  return { kind: 'write', write };
}

/** Only the fields in which the goal differs. */
export function updateRule(rule: BranchRule, changed: ReadonlySet<Dimension>, goal: Protection): Write {
  return { by: 'update-rule', rule: rule.id, fields: changedFields(changed, goal, rule.protection) };
}

/** A PUT has no words for signatures, deployments and who may force push; a rule made by its pattern has. */
function newRule({ repo, branch, goal }: ClassicWrite): Write {
  const isSayable = !goal.signatures && goal.deployments === null && goal.forcePushers.length === 0;
  if (isSayable) return { by: 'put-protection', branch: branch.name, protection: goal };
  return { by: 'create-rule', repository: repo.nodeId, pattern: branch.name, protection: goal };
}

type Halves = { readonly strict: boolean | null; readonly checks: readonly RequiredContext[] | null };

function changedHalves(changed: ReadonlySet<Dimension>, checks: Protection['checks']): Halves {
  return {
    strict: changed.has('strict') ? (checks?.strict ?? true) : null,
    checks: changed.has('required_checks') ? (checks?.required ?? []) : null,
  };
}

/** The fields in which the goal differs: what is not asked for is not sent, a person may have changed it meanwhile. */
function changedFields(changed: ReadonlySet<Dimension>, goal: Protection, before: Protection): RuleFields {
  const fields = Object.entries(goal).filter(
    ([field, value]) =>
      field !== 'checks' &&
      field !== 'reviews' &&
      JSON.stringify(value) !== JSON.stringify(before[field as keyof Protection]),
  );
  const checks = changedChecks(changed, goal, before);
  const reviews = changedReviews(goal.reviews, before.reviews);
  return {
    ...(checks === null ? {} : { checks }),
    ...(reviews === undefined ? {} : { reviews }),
    ...(Object.fromEntries(fields) as Partial<Omit<Protection, 'checks' | 'reviews'>>),
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
function besideWildcard({ repo, branch, goal }: ClassicWrite, rule: BranchRule): WriteChoice {
  const hidden = hiddenActors(goal);
  const covers = `The rule "${rule.pattern}" covers "${branch.name}"`;
  if (hidden !== null) {
    const detail = `${covers}, and GitHub does not show ${hidden}.`;
    return { kind: 'impossible', why: { code: 'rule_not_visible', detail } };
  }
  if (hasQueueOfRule(branch)) {
    const detail = `${covers}, and its merge queue would not be in a rule of the branch's own.`;
    return { kind: 'impossible', why: { code: 'merge_queue_in_the_way', detail } };
  }
  return {
    kind: 'write',
    write: { by: 'create-rule', repository: repo.nodeId, pattern: branch.name, protection: goal },
  };
}

/** A queue that a ruleset sets stays, whatever classic rules say. */
function hasQueueOfRule({ mergeQueue, rulesets }: BranchState): boolean {
  const ofRuleset =
    rulesets.known && rulesets.value.some(({ rules }) => rules.some(({ type }) => type === 'merge_queue'));
  return mergeQueue && !ofRuleset;
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
