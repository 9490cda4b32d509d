import type { Actor, Contest, ContestBack } from '#model';

/** The policy's words on it, ready for use. */
export type ContestRule = {
  readonly times: number;
  readonly windowMs: number;
  readonly isAutomation: (actor: Actor | null) => boolean;
};

/** What a look found of one setting. */
export type Sighting = {
  readonly at: Date;
  /** What would be changed; null: the branch is as the policy says. */
  readonly found: Found | null;
  /** Whoever the events of the rule name, where an event was not counted yet. */
  readonly by: { readonly actor: Actor; readonly delivery: string } | null;
  /** A person asked for it to be written now. */
  readonly asked: boolean;
};

/** A difference: the mark of the value that is there, what Mainstay had made and what is there in words. */
export type Found = {
  readonly value: string;
  readonly from: string;
  readonly to: string;
  /** It protects more than the policy says, so that only `extras: remove` would change it. */
  readonly above: boolean;
};

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** As many changes are remembered: the pause has long stopped growing by then. */
const MOST_BACKS = 20;

/**
 * The contest after a look: counts a change of what Mainstay had made, and says until when the next write waits. Below
 * the policy that is never longer than a quarter of an hour; only what protects more, and only automation, gets a day.
 */
export function contestAfter(before: Contest, seen: Sighting, rule: ContestRule): Contest {
  const { found } = seen;
  if (found === null) return quiet(before, seen.at, rule);
  const counted = counting(before, { ...seen, found }, rule);
  const isBack = counted.backs.at(-1) !== before.backs.at(-1);
  const until = isBack && counted.since !== null ? endOf(counted, seen, rule) : counted.until;
  return { ...counted, until: stillWaits(until, counted, seen) };
}

/** Whether the next write of this setting has to wait. */
export function isHeld({ until }: Contest): boolean {
  return until !== null;
}

/** Mainstay wrote the setting. */
export function contestWritten(before: Contest, at: Date, value: string): Contest {
  return { ...before, until: null, written: { at: at.toISOString(), value } };
}

/** While people may change what they like, nothing they do counts. */
export function contestPaused(before: Contest): Contest {
  return { ...before, until: null, written: null };
}

/** A setting that Mainstay never wrote. */
export function contestOf(dimension: Contest['dimension']): Contest {
  return { dimension, written: null, since: null, backs: [], issue: null, told: null, until: null };
}

/** When a contest is over unless something happens; null: it is none, or waits for a write. */
export function quietFrom({ since, until, backs, written }: Contest, windowMs: number): Date | null {
  if (since === null || until !== null) return null;
  const last = [since, backs.at(-1)?.at, written?.at].map((time) => (time ? Date.parse(time) : 0));
  return new Date(Math.max(...last) + windowMs);
}

/** Nothing is left to remember of it. */
export function isForgotten({ since, backs, issue, written }: Contest): boolean {
  return since === null && backs.length === 0 && issue === null && written === null;
}

function quiet(before: Contest, at: Date, rule: ContestRule): Contest {
  const calm = { ...before, until: null };
  const end = quietFrom(calm, rule.windowMs);
  if (end !== null) return end.getTime() <= at.getTime() ? { ...calm, since: null } : calm;
  return recent(calm, at, rule);
}

/** What lies longer back than the policy looks is forgotten, unless it belongs to a contest. */
function recent(contest: Contest, at: Date, { windowMs }: ContestRule): Contest {
  const from = at.getTime() - windowMs;
  const { written, backs } = contest;
  return {
    ...contest,
    written: written !== null && Date.parse(written.at) > from ? written : null,
    backs: backs.filter((back) => Date.parse(back.at) > from),
  };
}

type Differing = Sighting & { readonly found: Found };

function counting(before: Contest, seen: Differing, rule: ContestRule): Contest {
  const { written } = recent(before, seen.at, rule);
  const kept = before.since === null ? recent(before, seen.at, rule) : { ...before, written };
  if (written === null || written.value === seen.found.value) return kept;
  const backs = [...kept.backs, backOf(before, seen)].slice(-MOST_BACKS);
  const since = kept.since ?? (backs.length >= rule.times ? seen.at.toISOString() : null);
  return { ...kept, written: null, backs, since };
}

function backOf({ backs }: Contest, { at, by, found: { from, to } }: Differing): ContestBack {
  const isNew = by !== null && !backs.some(({ delivery }) => delivery === by.delivery);
  const who = isNew ? { by: by.actor, delivery: by.delivery } : { by: null, delivery: null };
  return { at: at.toISOString(), ...who, from, to };
}

function endOf(contest: Contest, seen: Sighting, rule: ContestRule): string {
  const last = contest.backs.slice(-rule.times);
  const yields = seen.found?.above === true && last.every(({ by }) => rule.isAutomation(by));
  return later(seen.at, yields ? DAY_MS : pauseMs(contest));
}

/** 1, 2, 4, 8 and then 15 minutes. */
function pauseMs({ backs, since }: Contest): number {
  const times = backs.filter(({ at }) => since !== null && at >= since).length;
  return Math.min(MINUTE_MS * 2 ** Math.max(0, times - 1), LONGEST_PAUSE_MS);
}

/** A day was for what protects more: as soon as something protects less than the policy, it is a pause. */
function stillWaits(until: string | null, contest: Contest, { at, asked, found }: Sighting): string | null {
  if (until === null || asked || Date.parse(until) <= at.getTime()) return null;
  const isLong = Date.parse(until) - at.getTime() > LONGEST_PAUSE_MS;
  return isLong && found?.above !== true ? later(at, pauseMs(contest)) : until;
}

function later(at: Date, ms: number): string {
  return new Date(at.getTime() + ms).toISOString();
}
