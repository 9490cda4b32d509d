import type { BranchRule, BranchState, Known, LastReport } from '#model';
import type { Looked } from './file-of.ts';
import { holeAt, holesUnder, type Path, unknownBecause } from './holes.ts';
import type { BranchShape, QueueShape } from './reading-shape.ts';
import { ruleOf } from './rule-of.ts';
import { rulesetsOf } from './rulesets-of.ts';
import type { RuleShape } from './rule-shape.ts';

/**
 * A branch, its rule apart where GitHub hid the Apps that its checks are pinned to (REST may tell them), and the node
 * ids of the rulesets in force on it.
 */
export type BranchFound = {
  readonly state: BranchState;
  readonly sourcesHidden: BranchRule | null;
  readonly rulesetIds: ReadonlyMap<number, string>;
};

const ACTOR_LISTS: readonly (string | number)[] = [
  'pushAllowances',
  'bypassForcePushAllowances',
  'bypassPullRequestAllowances',
  'reviewDismissalAllowances',
];

/** Where in the answer a branch lies, and what lies beside it: its workflows, and whether it has a merge queue. */
type Around = { readonly path: Path } & Pick<BranchState, 'workflows' | 'mergeQueue'>;

/** A branch that exists, from the part of the answer at `path`. */
export function branchOf(looked: Looked, { path, ...beside }: Around, branch: BranchShape): BranchFound {
  const found = rulesetsOf(looked, [...path, 'rules'], branch.rules);
  const rulesetIds = found.nodeIds;
  const at = [...path, 'branchProtectionRule'];
  const rule = branch.branchProtectionRule;
  const head = branch.target?.oid ?? null;
  const state = {
    name: branch.name,
    head,
    rulesets: found.rulesets,
    lastReport: lastReportOf(branch),
    ...beside,
  };
  if (!rule) return { state: { ...state, rule: noRule(looked, at) }, sourcesHidden: null, rulesetIds };
  const holes = holesUnder(looked.errors, at).filter((field) => !ACTOR_LISTS.includes(field));
  if (holes.length === 0 && !pinsHidden(rule)) {
    return {
      state: { ...state, rule: { known: true, value: ruleOf(rule) } },
      sourcesHidden: null,
      rulesetIds,
    };
  }
  const why = unknownBecause(`the rule of ${branch.name}`, holeAt(looked.errors, at));
  const onlySources = holes.every((field) => field === 'requiredStatusChecks');
  return {
    state: { ...state, rule: { known: false, why } },
    sourcesHidden: onlySources ? ruleOf(rule) : null,
    rulesetIds,
  };
}

/** Without `administration` GitHub answers null for every rule, so null is an answer only with it. */
function noRule(looked: Looked, at: Path): Known<null> {
  const hole = holeAt(looked.errors, at);
  if (hole) return { known: false, why: unknownBecause('the rule', hole) };
  if (looked.access.permissions['administration'] !== undefined) return { known: true, value: null };
  return {
    known: false,
    why: {
      code: 'permission_missing',
      detail: 'Branch protection cannot be read without the permission "Administration".',
    },
  };
}

/** An App without an id: pinned, but it does not say to whom. */
function pinsHidden(rule: RuleShape): boolean {
  return (rule.requiredStatusChecks ?? []).some(({ app }) => app !== null && app.databaseId === null);
}

function lastReportOf(branch: BranchShape): LastReport | null {
  const run = branch.target?.checkSuites?.nodes?.[0]?.checkRuns?.nodes?.[0];
  if (!run) return null;
  return {
    id: run.databaseId,
    conclusion: run.conclusion?.toLowerCase() ?? null,
    fingerprint: run.externalId,
  };
}

/**
 * Whether the branch of a queue at `path` has one. Where GitHub does not show it, it counts as one: a write that could
 * switch it off is worse than a write that is not made.
 */
export function hasQueue(looked: Looked, path: Path, queue: QueueShape): boolean {
  return Boolean(queue) || holeAt(looked.errors, path) !== undefined;
}
