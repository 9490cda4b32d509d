import type { Protection, RequiredContext, RequiredReviews, RuleActors } from '#model';

type Weaker<T> = (after: T, before: T) => boolean;
/** One comparator for every field of the type: a field added and forgotten here does not compile. */
type WeakerFields<T> = { readonly [K in keyof T]-?: Weaker<T[K]> };

const REVIEWS: WeakerFields<RequiredReviews> = {
  count: (after, before) => after < before,
  codeOwners: switchedOff,
  dismissStale: switchedOff,
  lastPush: switchedOff,
  dismissers: widened,
  bypassers: widened,
};

const PROTECTION: WeakerFields<Protection> = {
  checks: weakerChecks,
  includeAdmins: switchedOff,
  reviews: weakerReviews,
  pushers: widened,
  blockCreations: switchedOff,
  allowForcePushes: switchedOn,
  forcePushers: widened,
  allowDeletions: switchedOn,
  linearHistory: switchedOff,
  signatures: switchedOff,
  conversationResolution: switchedOff,
  lockBranch: switchedOff,
  allowForkSyncing: switchedOn,
  deployments: weakerDeployments,
};

/** The dimensions in which `after` protects less than `before`. No rule at all (null) protects nothing. */
export function weakened(after: Protection | null, before: Protection | null): readonly (keyof Protection)[] {
  if (before === null) return [];
  if (after === null) return Object.keys(PROTECTION) as (keyof Protection)[];
  return weakerFields(PROTECTION, after, before);
}

function weakerFields<T extends object>(table: WeakerFields<T>, after: T, before: T): readonly (keyof T)[] {
  return (Object.keys(table) as (keyof T)[]).filter((field) => table[field](after[field], before[field]));
}

function switchedOff(after: boolean, before: boolean): boolean {
  return before && !after;
}

function switchedOn(after: boolean, before: boolean): boolean {
  return after && !before;
}

/** More people may do it than before. Null is everybody; what is not visible can only be compared with itself. */
function widened(after: RuleActors | null, before: RuleActors | null): boolean {
  if (before === null) return false;
  if (after === null) return true;
  if (before === 'notVisible' || after === 'notVisible') return before !== after;
  const allowed = new Set(before.map((actor) => actor.id));
  return after.some((actor) => !allowed.has(actor.id));
}

function weakerChecks(after: Protection['checks'], before: Protection['checks']): boolean {
  if (before === null) return false;
  if (after === null) return true;
  return (
    switchedOff(after.strict, before.strict) ||
    before.required.some((entry) => !covered(entry, after.required))
  );
}

/** Still required, from the same source or, where any would do, from a named one. */
function covered(entry: RequiredContext, by: readonly RequiredContext[]): boolean {
  return by.some(
    (other) => other.context === entry.context && (entry.source === 'any' || other.source === entry.source),
  );
}

function weakerReviews(after: RequiredReviews | null, before: RequiredReviews | null): boolean {
  if (before === null) return false;
  if (after === null) return true;
  return weakerFields(REVIEWS, after, before).length > 0;
}

function weakerDeployments(after: Protection['deployments'], before: Protection['deployments']): boolean {
  return before !== null && before.some((environment) => !(after ?? []).includes(environment));
}
