import { CATALOGUE } from '#model';
import { conclusionOf, isRepaired, obstacles } from './conclusion.ts';
import type { Result, Story } from './story.ts';

/** One line that says how it stands: the check run's title, a comment's first line. Plain text. */
export function headline(story: Story): string {
  const [first] = story.policyProblems;
  if (first !== undefined) return CATALOGUE[first.code].title;
  return story.results.map(resultHeadline).join('; ') || `Nothing to protect (${conclusionOf(story)})`;
}

/** How one branch stands. Plain text. */
export function resultHeadline(result: Result): string {
  const { plan, stopped } = result;
  if (plan.wanted.exempt !== 'no') return `${plan.branch} is exempt by the organisation's policy`;
  if (isRepaired(result)) return repaired(result);
  const [obstacle] = obstacles(result);
  if (obstacle !== undefined) return `${plan.branch}: ${lowerFirst(CATALOGUE[obstacle.code].title)}`;
  if (plan.changes.length === 0) return `${plan.branch} is as the policy says`;
  const count = settings(plan.changes.length);
  return stopped === 'monitor'
    ? `${plan.branch} differs from the policy in ${count} (monitor mode: not repaired)`
    : `${plan.branch} differs from the policy in ${count}`;
}

function repaired({ plan, receipt }: Result): string {
  const wasBare = plan.changes.every((change) => change.before === null);
  const done = wasBare
    ? `Protected ${plan.branch}`
    : `Repaired ${settings(plan.changes.length)} of ${plan.branch}`;
  return receipt !== null && receipt.dropped.length > 0 ? `${done}, but GitHub left a part out` : done;
}

function settings(count: number): string {
  return count === 1 ? '1 setting' : `${count} settings`;
}

/** Keeps names that are written in capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !text.startsWith('GitHub')
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
