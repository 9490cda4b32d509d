import type { Cause, Change, Contest, Dimension, Plan, RepoMemory, Wanted } from '#model';
import { planBranch, type PlanInput } from '#plan';
import { contestProblem } from '#report';
import { asFound } from './as-found.ts';
import { isAutomation } from './authority.ts';
import {
  contestAfter,
  contestOf,
  contestPaused,
  contestWritten,
  isForgotten,
  isHeld,
  type ContestRule,
} from './contest.ts';
import { foundBy, markOf } from './found-value.ts';

/** What the decision on a branch goes by, beside what its plan does. */
export type Contending = {
  readonly contests: readonly Contest[];
  readonly causes: readonly Cause[];
  readonly ownLogin: string;
  readonly paused: boolean;
  readonly now: Date;
};

export type Contended = { readonly plan: Plan; readonly contests: readonly Contest[] };

const MINUTE_MS = 60_000;
/** Events that name somebody who changed the protection of a branch. */
const CHANGED = /^(?:branch_protection_rule|repository_ruleset)\./;

/**
 * The plan for a branch, without what has to wait because somebody keeps changing it back; the rest is written at
 * once. Plans a second time only where something waits.
 */
export function contend(asked: PlanInput, on: Contending): Contended {
  const whole = planBranch(asked);
  if (on.paused) return { plan: whole, contests: kept(on.contests.map(contestPaused)) };
  if (isUnknown(whole)) return { plan: whole, contests: on.contests };
  const rule = contestRule(asked.wanted);
  const contests = on.contests.map((contest) => contestAfter(contest, sighting(contest, whole, on), rule));
  const held = contests.filter(isHeld).map(({ dimension }) => dimension);
  const plan = held.length === 0 ? whole : withoutHeld(asked, whole, held);
  return { plan: saying(plan, contests), contests: kept(contests) };
}

/** The contests after a write that made these changes. */
export function afterWriting(
  contests: readonly Contest[] | undefined,
  changes: readonly Change[],
  now: Date,
): readonly Contest[] {
  const before = contests ?? [];
  const others = before.filter(({ dimension }) => !changes.some((change) => change.dimension === dimension));
  const written = changes.map(({ dimension, after }) => {
    const contest = before.find((one) => one.dimension === dimension) ?? contestOf(dimension);
    return contestWritten(contest, now, markOf(after));
  });
  return [...others, ...written];
}

/** Contests on branches that the policy names no more: nothing is found there. */
export function contestsElsewhere(
  memory: RepoMemory,
  branches: readonly string[],
  on: { readonly wanted: Wanted; readonly now: Date },
): RepoMemory['contests'] {
  const entries = Object.entries(memory.contests).map(([branch, contests]) => {
    if (branches.includes(branch)) return [branch, contests] as const;
    const seen = { at: on.now, found: null, by: null, asked: false };
    const rule = contestRule(on.wanted);
    return [branch, kept(contests.map((contest) => contestAfter(contest, seen, rule)))] as const;
  });
  return Object.fromEntries(entries.filter(([, contests]) => contests.length > 0));
}

export function contestRule(wanted: Wanted): ContestRule {
  const { times, withinMinutes } = wanted.contention;
  return {
    times: times.value,
    windowMs: withinMinutes.value * MINUTE_MS,
    isAutomation: (actor) => isAutomation(actor, wanted),
  };
}

/** Nobody can tell whether something was changed back. */
function isUnknown({ changes, refusals }: Plan): boolean {
  return changes.length === 0 && refusals.length > 0;
}

function sighting(contest: Contest, whole: Plan, on: Contending) {
  const change = whole.changes.find(({ dimension }) => dimension === contest.dimension);
  return {
    at: on.now,
    found: change === undefined ? null : foundBy(change, whole),
    by: changedBy(contest, on),
    asked: on.causes.some(({ command }) => command?.name === 'sync' || command?.name === 'repair'),
  };
}

/** Whoever the newest event names that was not counted before; Mainstay's own are echoes. */
function changedBy({ backs }: Contest, { causes, ownLogin }: Contending) {
  const news = causes.findLast(
    ({ event, actor, delivery }) =>
      CHANGED.test(event) &&
      actor !== null &&
      actor.login !== ownLogin &&
      !backs.some((back) => back.delivery === delivery),
  );
  return news?.actor ? { actor: news.actor, delivery: news.delivery } : null;
}

/** What is left to write; where that is nothing, what would be, so that it is shown. */
function withoutHeld(asked: PlanInput, whole: Plan, held: readonly Dimension[]): Plan {
  const waiting = whole.changes.filter(({ dimension }) => held.includes(dimension));
  const rest = planBranch(asFound(asked, waiting));
  if (rest.write === null) return { ...whole, write: null, goal: null, continues: false };
  const { wanted, forecast, notes } = whole;
  return { ...rest, wanted, forecast, notes };
}

/** Contests are said on the report: in the way where something waits, else as a note. */
function saying(plan: Plan, contests: readonly Contest[]): Plan {
  const open = contests.filter(({ since }) => since !== null);
  const problems = open.map((contest) => ({ contest, problem: contestProblem(plan.branch, contest) }));
  return {
    ...plan,
    refusals: [
      ...plan.refusals,
      ...problems.filter(({ contest }) => isHeld(contest)).map(({ problem }) => problem),
    ],
    notes: [
      ...plan.notes,
      ...problems.filter(({ contest }) => !isHeld(contest)).map(({ problem }) => problem),
    ],
  };
}

function kept(contests: readonly Contest[]): readonly Contest[] {
  return contests.filter((contest) => !isForgotten(contest));
}
