import type { AddedContext, Made, MadeSetting, Protection } from '#model';
import { BARE_REVIEWS, UNPROTECTED, withValue } from './goal.ts';
import { heldIn, isEqual } from './held.ts';

/** What Mainstay remembers of its own part in a protection. */
export type Ours = { readonly settings: readonly MadeSetting[]; readonly added: readonly AddedContext[] };

/**
 * A protection without what Mainstay made in it: each value as it was before. A value that is another one by now is
 * somebody else's and stays.
 */
export function withoutMade(protection: Protection, { settings, added }: Ours): Protection {
  const made = settings.filter(({ dimension, after }) => isEqual(heldIn(dimension, protection), after));
  // Last whether a review is required at all: the parts of a review that is not required would bring it back.
  const inTurn = [...made].sort((one, other) => Number(isWhole(one)) - Number(isWhole(other)));
  const reverted = inTurn.reduce(
    (held, { dimension, before }) => withValue(dimension, before ?? heldIn(dimension, UNPROTECTED), held),
    protection,
  );
  return withoutAdded(reverted, added);
}

function isWhole({ dimension }: MadeSetting): boolean {
  return dimension === 'reviews.required';
}

/** A protection without the contexts that Mainstay added, each exactly as it was added. */
export function withoutAdded(protection: Protection, added: readonly AddedContext[]): Protection {
  if (protection.checks === null || added.length === 0) return protection;
  const required = protection.checks.required.filter(
    ({ context, source }) => !added.some((own) => own.context === context && own.source === source),
  );
  return { ...protection, checks: { ...protection.checks, required } };
}

/** Whether Mainstay made the rule itself: GitHub said so, or there was none when it set the first thing in it. */
export function isOwnRule(rule: string, made: Made): boolean {
  return made.rule === null ? made.settings.some(({ before }) => before === null) : made.rule === rule;
}

/** Whether a rule protects nothing beyond what every rule does. */
export function isBare(protection: Protection): boolean {
  const { checks, reviews, ...plain } = protection;
  if (checks !== null && checks.required.length > 0) return false;
  if (reviews !== null && JSON.stringify(reviews) !== JSON.stringify(BARE_REVIEWS)) return false;
  const bare = { ...UNPROTECTED, ...DEFAULTS };
  return Object.entries({ ...plain, ...DEFAULTS }).every(
    ([field, value]) => JSON.stringify(value) === JSON.stringify(bare[field as keyof Protection]),
  );
}

/** What a rule has without being asked. */
const DEFAULTS = { allowForcePushes: true, allowDeletions: true, allowForkSyncing: true } as const;

/** Whether a ruleset holds nothing at all, whomever it binds. */
export function holdsNothing(protection: Protection): boolean {
  const { includeAdmins } = UNPROTECTED;
  return JSON.stringify({ ...protection, includeAdmins }) === JSON.stringify(UNPROTECTED);
}
