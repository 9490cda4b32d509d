import {
  ACTOR_LISTS,
  type ActorList,
  type Dimension,
  type Held,
  type HeldValues,
  type NamedActor,
  type Protection,
  type RequiredContext,
  type RuleActors,
  type Setting,
} from '#model';

type Read = { readonly [S in Setting]: (rule: Protection) => HeldValues[S] };

/** What a rule holds in each setting: one forgotten here does not compile. */
const READ: Read = {
  strict: (rule) => rule.checks?.strict ?? false,
  include_admins: (rule) => rule.includeAdmins,
  block_force_pushes: (rule) => !rule.allowForcePushes,
  block_deletions: (rule) => !rule.allowDeletions,
  block_creations: (rule) => rule.blockCreations,
  block_fork_syncing: (rule) => !rule.allowForkSyncing,
  linear_history: (rule) => rule.linearHistory,
  signatures: (rule) => rule.signatures,
  conversation_resolution: (rule) => rule.conversationResolution,
  lock_branch: (rule) => rule.lockBranch,
  'reviews.required': (rule) => rule.reviews !== null,
  'reviews.code_owners': (rule) => rule.reviews?.codeOwners ?? false,
  'reviews.dismiss_stale': (rule) => rule.reviews?.dismissStale ?? false,
  'reviews.last_push': (rule) => rule.reviews?.lastPush ?? false,
  'reviews.count': (rule) => rule.reviews?.count ?? 0,
  deployments: (rule) => rule.deployments ?? [],
  push: (rule) => limited(rule.pushers),
  force_push: (rule) => (rule.allowForcePushes ? 'everybody' : rule.forcePushers),
  'reviews.dismissers': (rule) => limited(rule.reviews?.dismissers ?? null),
  'reviews.bypassers': (rule) => limited(rule.reviews?.bypassers ?? null),
};

/** What a protection holds in one setting. */
export function heldIn<S extends Setting>(setting: S, rule: Protection): Held[S] {
  return (READ[setting] as (rule: Protection) => Held[S])(rule);
}

/** What a protection holds in one dimension. */
export function heldOf(dimension: Dimension, rule: Protection): Held[Dimension] {
  return dimension === 'required_checks' ? (rule.checks?.required ?? []) : heldIn(dimension, rule);
}

function limited(actors: RuleActors | null): RuleActors | 'everybody' {
  return actors ?? 'everybody';
}

export function isActorList(dimension: Dimension): dimension is ActorList {
  return (ACTOR_LISTS as readonly string[]).includes(dimension);
}

/** The parts of a review: GitHub judges them together, so one rule alone has to hold all of them. */
export function isReviewPart(dimension: Dimension): boolean {
  return dimension.startsWith('reviews.');
}

/** GitHub compares logins and slugs without regard to case. */
export function isSameActor(one: NamedActor, other: NamedActor): boolean {
  return one.kind === other.kind && one.name.toLowerCase() === other.name.toLowerCase();
}

/** Still required, from the same source or, where any would do, from a named one. */
export function isCovered(entry: RequiredContext, by: readonly RequiredContext[]): boolean {
  return by.some(
    (other) => other.context === entry.context && (entry.source === 'any' || other.source === entry.source),
  );
}

/** The same value; lists in any order. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  const [left, right] = [one, other].map((list: unknown[]) => list.map(keyOf).sort());
  return JSON.stringify(left) === JSON.stringify(right);
}

/** An actor is the same under whatever id it is known. */
function keyOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('kind' in item)) return JSON.stringify(item);
  const { kind, name } = item as NamedActor;
  return `${kind} ${name.toLowerCase()}`;
}

/**
 * Whether a value protects at least as much as another of its dimension. Null: nobody can tell, as GitHub does not
 * show everybody whom it names.
 */
export function isAtLeast(
  dimension: Dimension,
  value: Held[Dimension],
  other: Held[Dimension],
): boolean | null {
  if (isActorList(dimension)) return isNoWider(value as HeldActors, other as HeldActors);
  if (typeof value === 'boolean') return value || other === false;
  if (typeof value === 'number') return value >= (other as number);
  if (dimension === 'required_checks') {
    const required = value as readonly RequiredContext[];
    return (other as readonly RequiredContext[]).every((entry) => isCovered(entry, required));
  }
  return (other as readonly string[]).every((name) => (value as readonly string[]).includes(name));
}

type HeldActors = Held[ActorList];

function isNoWider(value: HeldActors, other: HeldActors): boolean | null {
  if (other === 'everybody') return true;
  if (value === 'everybody') return false;
  if (value === 'notVisible' || other === 'notVisible') return value === other ? true : null;
  return value.every((actor) => other.some((one) => isSameActor(actor, one)));
}
