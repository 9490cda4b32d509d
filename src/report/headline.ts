import { CATALOGUE, type Problem, type Via } from '#model';
import { isMoved, isPaused, isRepaired, isUnknown, isWaiting, obstacles } from './conclusion.ts';
import { exemptWords, timeWords } from './pause-words.ts';
import type { Result, Story } from './story.ts';

/** One line that says how it stands: the check run's title, a comment's first line. Plain text. */
export function headline(story: Story): string {
  const broken = story.policyProblems.find((problem) => !isUnknown(problem) && !isWaiting(problem));
  if (broken !== undefined) return CATALOGUE[broken.code].title;
  const lines = [
    ...story.results.map((result) => resultHeadline(result, story)),
    ...story.policyProblems.map((problem) => `policy: ${title(problem)}`),
  ];
  return lines.join('; ') || 'There is no branch to protect yet';
}

/** How one branch stands. Plain text. */
export function resultHeadline(result: Result, { pause }: Pick<Story, 'pause'>): string {
  const { plan, stopped } = result;
  if (plan.wanted.exempt !== null) return `${plan.branch} is ${exemptWords(plan.wanted.exempt)}`;
  if (pause !== null && isPaused(result)) return paused(result, pause);
  if (isRepaired(result)) return repaired(result);
  const [obstacle] = obstacles(result);
  if (obstacle !== undefined) return `${plan.branch}: ${title(obstacle)}`;
  if (isMoved(result)) return `${plan.branch} is as the policy says, by ${MEANS[plan.wanted.via.value]}`;
  if (plan.changes.length === 0) return `${plan.branch} is as the policy says`;
  const count = settings(plan.changes.length);
  return stopped === 'monitor'
    ? `${plan.branch} differs from the policy in ${count} (monitor mode: not repaired)`
    : `${plan.branch} differs from the policy in ${count}`;
}

const MEANS: Readonly<Record<Via, string>> = {
  classic: 'a rule of its own',
  ruleset: 'a ruleset of the repository',
  'org-ruleset': 'a ruleset of the organisation',
};

/** The reason comes last: it may be long, and is cut first. */
function paused({ plan }: Result, { by, until, reason }: NonNullable<Story['pause']>): string {
  const count = plan.changes.length;
  const open = count === 0 ? '' : `, and differs from the policy in ${settings(count)}`;
  return `${plan.branch} is paused until ${timeWords(until)} by ${by}${open}: ${reason}`;
}

function repaired({ plan, receipt }: Result): string {
  const wasBare = plan.changes.every((change) => change.before === null);
  const done = wasBare
    ? `Protected ${plan.branch}`
    : `Repaired ${settings(plan.changes.length)} of ${plan.branch}`;
  if (receipt !== null && receipt.dropped.length > 0) return `${done}, but GitHub left a part out`;
  const [refusal] = plan.refusals;
  return refusal === undefined ? done : `${done}, but ${title(refusal)}`;
}

function settings(count: number): string {
  return count === 1 ? '1 setting' : `${count} settings`;
}

/** A problem's title within a sentence; names that are written in capitals keep them. */
function title({ code }: Problem): string {
  const text: string = CATALOGUE[code].title;
  return /^[A-Z][a-z ]/.test(text) && !text.startsWith('GitHub')
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
