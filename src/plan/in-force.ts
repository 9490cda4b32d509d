import {
  SETTINGS,
  type ActorList,
  type Dimension,
  type Held,
  type Protection,
  type RequiredContext,
  type RuleActors,
} from '#model';
import { UNPROTECTED } from './goal.ts';
import { heldIn, heldOf, isActorList, isAtLeast, isReviewPart, isSameActor } from './held.ts';
import { heldFor, type Layer, type Level } from './layers.ts';

const DIMENSIONS: readonly Dimension[] = ['required_checks', ...SETTINGS];
/** Each environment and each check on its own, whichever rule asks for it. */
const TOGETHER: readonly Dimension[] = ['required_checks', 'deployments'];
const REVIEWS = DIMENSIONS.filter(isReviewPart);
/** What one rule alone holds. Whom a rule binds is judged by the levels. */
const SINGLE = DIMENSIONS.filter(
  (dimension) => ![...TOGETHER, ...REVIEWS, 'include_admins'].includes(dimension),
);

/** What everything together holds in one dimension: GitHub adds rules up, and the strictest counts. */
export function heldTogether(dimension: Dimension, held: readonly Protection[]): Held[Dimension] {
  const values = held.map((protection) => heldOf(dimension, protection));
  if (isActorList(dimension)) return leastOf(dimension, held);
  if (dimension === 'required_checks') return unique(values.flat() as readonly RequiredContext[]);
  if (dimension === 'deployments') return unique(values.flat() as readonly string[]);
  if (dimension === 'reviews.count') return Math.max(0, ...(values as readonly number[]));
  // Whatever binds administrators, one rule that does not lets them pass by what it alone holds.
  if (dimension === 'include_admins') return values.length > 0 && values.every((value) => value === true);
  return values.some((value) => value === true);
}

function unique<T>(list: readonly T[]): readonly T[] {
  const seen = new Map(list.map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}

/** Whoever every limit lets pass. */
function leastOf(list: ActorList, held: readonly Protection[]): Held[ActorList] {
  return held
    .map((protection) => heldIn(list, protection))
    .reduce((one, other) => fewerOf(one, other), 'everybody');
}

function fewerOf(one: RuleActors | 'everybody', other: RuleActors | 'everybody'): RuleActors | 'everybody' {
  if (one === 'everybody') return other;
  if (other === 'everybody') return one;
  if (one.length === 0 || other.length === 0) return [];
  if (one === 'notVisible' || other === 'notVisible') return 'notVisible';
  return one.filter((actor) => other.some((same) => isSameActor(actor, same)));
}

/**
 * The dimensions in which `after` protects less than `before`, over everything in force and for each level on its own:
 * what one layer held, another one alone has to hold now (checks and deployments: all of them together).
 */
export function weakenedInForce(after: readonly Layer[], before: readonly Layer[]): readonly Dimension[] {
  const lost = lostFor('everybody', after, before);
  const forAdmins = lostFor('admins', after, before).filter((dimension) => !lost.includes(dimension));
  return forAdmins.length === 0 ? lost : [...lost, 'include_admins'];
}

function lostFor(level: Level, after: readonly Layer[], before: readonly Layer[]): readonly Dimension[] {
  // What nothing holds is held by no rule at all.
  const now = [...heldFor(level, after), UNPROTECTED];
  const lost = new Set(heldFor(level, before).flatMap((protection) => lostOf(protection, now)));
  return DIMENSIONS.filter((dimension) => lost.has(dimension));
}

function lostOf(before: Protection, now: readonly Protection[]): readonly Dimension[] {
  const alone = SINGLE.filter((dimension) => !now.some((held) => holds(dimension, held, before)));
  const together = TOGETHER.filter(
    (dimension) => isAtLeast(dimension, heldTogether(dimension, now), heldOf(dimension, before)) !== true,
  );
  return [...alone, ...together, ...lostReviews(before, now)];
}

function holds(dimension: Dimension, held: Protection, before: Protection): boolean {
  return isAtLeast(dimension, heldOf(dimension, held), heldOf(dimension, before)) === true;
}

/** All parts of a review are held by one rule alone, or the parts are lost that none holds. */
function lostReviews(before: Protection, now: readonly Protection[]): readonly Dimension[] {
  if (before.reviews === null) return [];
  if (now.some((held) => REVIEWS.every((part) => holds(part, held, before)))) return [];
  const lost = REVIEWS.filter((part) => !now.some((held) => holds(part, held, before)));
  return lost.length > 0 ? lost : ['reviews.required'];
}
