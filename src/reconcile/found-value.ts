import { createHash } from 'node:crypto';
import type { ActorList, Change, Held, NamedActor, Plan, RequiredContext } from '#model';
import { changeWords } from '#plan';
import type { Found } from './contest.ts';

/** What a change says of the setting as it was found. */
export function foundBy(change: Change, { weakens }: Pick<Plan, 'weakens'>): Found {
  const { before, after } = changeWords(change);
  return {
    value: markOf(change.before),
    from: after,
    to: before,
    above: weakens.includes(change.dimension) && !isBelow(change),
  };
}

/** A value as a short word that does not depend on the order of a list, or on how an actor was found. */
export function markOf(value: Change['before']): string {
  const told = Array.isArray(value) ? [...new Set(value.map(itemMark))].sort() : value;
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
}

type Item = string | RequiredContext | NamedActor;

function itemMark(item: Item): string {
  if (typeof item === 'string') return item;
  return 'context' in item
    ? JSON.stringify([item.context, item.source])
    : `${item.kind}:${item.name.toLowerCase()}`;
}

/** Whether the policy asks for more than there is: a list may protect more in one item and less in another. */
function isBelow({ dimension, before, after }: Change): boolean {
  if (before === null) return true;
  switch (dimension) {
    case 'required_checks':
    case 'deployments':
      return lacks(before, after);
    case 'push':
    case 'force_push':
    case 'reviews.dismissers':
    case 'reviews.bypassers':
      return admits(before, after);
    case 'reviews.count':
      return before < after;
    default:
      return !before;
  }
}

/** Whether more people are excepted than the policy names. */
function admits(before: Held[ActorList], after: Held[ActorList]): boolean {
  return typeof before === 'string' || typeof after === 'string' || lacks(after, before);
}

/** Whether something of `all` is not among `those`. */
function lacks(those: readonly Item[], all: readonly Item[]): boolean {
  const marks = new Set(those.map(itemMark));
  return all.some((item) => !marks.has(itemMark(item)));
}
