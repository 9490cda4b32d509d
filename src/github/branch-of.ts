import type { BranchRule, BranchState, Known, LastReport } from '#model';
import type { Looked } from './file-of.ts';
import { holeAt, holesUnder, type Path, unknownBecause } from './holes.ts';
import type { BranchShape } from './reading-shape.ts';
import { ruleOf } from './rule-of.ts';
import type { RuleShape } from './rule-shape.ts';

/** A branch, and its rule apart where GitHub hid the Apps that its checks are pinned to: REST may tell them. */
export type BranchFound = { readonly state: BranchState; readonly sourcesHidden: BranchRule | null };

const ACTOR_LISTS: readonly (string | number)[] = [
  'pushAllowances',
  'bypassForcePushAllowances',
  'bypassPullRequestAllowances',
  'reviewDismissalAllowances',
];

/** Where in the answer a branch lies, and the workflows that lie beside it. */
type Around = { readonly path: Path; readonly workflows: BranchState['workflows'] };

/** A branch that exists, from the part of the answer at `path`. */
export function branchOf(looked: Looked, { path, workflows }: Around, branch: BranchShape): BranchFound {
  const at = [...path, 'branchProtectionRule'];
  const rule = branch.branchProtectionRule;
  const head = branch.target?.oid ?? null;
  const state = {
    name: branch.name,
    head,
    rulesets: { known: true, value: [] } as const,
    mergeQueue: false,
    lastReport: lastReportOf(branch),
    workflows,
  };
  if (!rule) return { state: { ...state, rule: noRule(looked, at) }, sourcesHidden: null };
  const holes = holesUnder(looked.errors, at).filter((field) => !ACTOR_LISTS.includes(field));
  if (holes.length === 0 && !pinsHidden(rule)) {
    return { state: { ...state, rule: { known: true, value: ruleOf(rule) } }, sourcesHidden: null };
  }
  const why = unknownBecause(`the rule of ${branch.name}`, holeAt(looked.errors, at));
  const onlySources = holes.every((field) => field === 'requiredStatusChecks');
  return {
    state: { ...state, rule: { known: false, why } },
    sourcesHidden: onlySources ? ruleOf(rule) : null,
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
