import type { Problem, ProblemCode } from '#model';
import type { CheckConclusion } from './publisher.ts';
import type { Result, Story } from './story.ts';

/** Not drift and not compliance: the state is unknown, or GitHub offers nothing to repair it with. */
const UNKNOWN: ReadonlySet<ProblemCode> = new Set([
  'permission_missing',
  'upgrade_or_public_required',
  'org_rulesets_not_offered',
  'bypass_not_visible',
  'policy_properties_unknown',
  'read_incomplete',
  'repository_not_found',
  'repository_archived',
  'repository_disabled',
  'branch_missing',
]);

const WORST_FIRST: readonly CheckConclusion[] = ['failure', 'action_required', 'neutral', 'success'];

/** What a report comes to: the worst of its branches and policy files, and a broken policy file is the worst. */
export function conclusionOf(story: Story): CheckConclusion {
  const policy = story.policyProblems.map(policyConclusion);
  const all = [...policy, ...story.results.map(resultConclusion)];
  return WORST_FIRST.find((conclusion) => all.includes(conclusion)) ?? 'success';
}

/** A policy that waits for a person is not broken. */
function policyConclusion(problem: Problem): CheckConclusion {
  if (isWaiting(problem)) return 'action_required';
  return isUnknown(problem) ? 'neutral' : 'failure';
}

/** A policy file that does not count yet. */
export function isWaiting({ code }: Problem): boolean {
  return code === 'policy_waits';
}

/** Something that could not be read, or need not be: neither right nor wrong. */
export function isUnknown({ code }: Problem): boolean {
  return UNKNOWN.has(code);
}

/** What stands in the way on one branch: refused by the plan, refused by GitHub, or dropped by it. */
export function obstacles({ plan, receipt }: Result): readonly Problem[] {
  const refused = receipt?.refused ? [receipt.refused] : [];
  return [...plan.refusals, ...refused, ...(receipt?.dropped ?? [])];
}

/** The changes that GitHub took: the repair, to be shown. */
export function isRepaired({ plan, receipt }: Result): boolean {
  return plan.changes.length > 0 && receipt !== null && receipt.refused === null;
}

/** The branch was as the policy says, and is so by another means now: the policy's `via`. */
export function isMoved({ plan, receipt }: Result): boolean {
  return plan.changes.length === 0 && receipt !== null && receipt.refused === null;
}

/** In monitor mode, with a write that would mend something: what "Repair now" is for. */
export function isRepairable({ plan, stopped }: Result): boolean {
  return stopped === 'monitor' && plan.write !== null;
}

/** A person paused the repository: whatever differs may differ. */
export function isPaused({ stopped }: Result): boolean {
  return stopped === 'paused';
}

function resultConclusion(result: Result): CheckConclusion {
  if (isPaused(result)) return 'neutral';
  const problems = obstacles(result);
  if (problems.some((problem) => !isUnknown(problem))) return 'action_required';
  if (problems.length > 0) return 'neutral';
  const isOpen = result.plan.changes.length > 0 && !isRepaired(result);
  return isOpen ? 'action_required' : 'success';
}
