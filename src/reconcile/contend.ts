import type { Cause, Change, Contest, Dimension, Plan, RepoMemory, Wanted } from '#model';
import { planRepository, type PlanInput } from '#plan';
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

/** What the decision on a repository goes by, beside what its plans do. */
export type Contending = {
  /** By branch. */
  readonly contests: RepoMemory['contests'];
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
 * The plans for a repository's branches, without what has to wait because somebody keeps changing it back; the rest is
 * written at once. Plans a second time only where something waits.
 */
export function contend(asked: readonly PlanInput[], on: Contending): readonly Contended[] {
  const whole = planRepository(asked);
  const found = asked.map((input, index) => contestsOn(input, whole[index], on));
  const waiting = found.map((contests) => contests.filter(isHeld).map(({ dimension }) => dimension));
  const isAnyHeld = !on.paused && waiting.some((held) => held.length > 0);
  const rest = isAnyHeld
    ? planRepository(asked.map((input, at) => leaving(input, whole[at], waiting[at])))
    : whole;
  return whole.map((plan, index) => {
    const contests = found[index] ?? [];
    const held = on.paused ? [] : (waiting[index] ?? []);
    const left = held.length === 0 ? (rest[index] ?? plan) : withoutHeld(plan, rest[index] ?? plan);
    return { plan: on.paused ? plan : saying(left, contests), contests: kept(contests) };
  });
}

function contestsOn(
  { branch, wanted }: PlanInput,
  whole: Plan | undefined,
  on: Contending,
): readonly Contest[] {
  const before = on.contests[branch.name] ?? [];
  if (on.paused) return before.map(contestPaused);
  if (whole === undefined || isUnknown(whole)) return before;
  const rule = contestRule(wanted);
  return before.map((contest) => contestAfter(contest, sighting(contest, whole, on), rule));
}

/** The question for what is left to write. */
function leaving(
  asked: PlanInput,
  whole: Plan | undefined,
  held: readonly Dimension[] | undefined,
): PlanInput {
  return asFound(asked, whole?.changes.filter(({ dimension }) => held?.includes(dimension)) ?? []);
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
function withoutHeld(whole: Plan, rest: Plan): Plan {
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
