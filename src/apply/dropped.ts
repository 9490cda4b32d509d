import type {
  Problem,
  Protection,
  RequiredContext,
  RequiredReviews,
  RuleActors,
  RuleFields,
  Write,
} from '#model';
import type { Shown } from './writer.ts';

type Same<T> = (shown: T, goal: T) => boolean;
/** For every field of the type, when GitHub's answer carries what was sent: one forgotten does not compile. */
type SameFields<T> = { readonly [K in keyof T]-?: Same<T[K]> };

const SAME: SameFields<Protection> = {
  checks: sameChecks,
  includeAdmins: equal,
  reviews: sameReviews,
  pushers: sameActors,
  blockCreations: equal,
  allowForcePushes: equal,
  forcePushers: sameActors,
  allowDeletions: equal,
  linearHistory: equal,
  signatures: equal,
  conversationResolution: equal,
  lockBranch: equal,
  allowForkSyncing: equal,
  deployments: sameNames,
};

const WORDS: Readonly<Record<keyof Protection, string>> = {
  checks: 'required checks',
  includeAdmins: 'administrators included',
  reviews: 'required reviews',
  pushers: 'who may push',
  blockCreations: 'blocked creation of branches',
  allowForcePushes: 'force pushes',
  forcePushers: 'who may force push',
  allowDeletions: 'deletion of the branch',
  linearHistory: 'linear history',
  signatures: 'signed commits',
  conversationResolution: 'resolved conversations',
  lockBranch: 'locked branch',
  allowForkSyncing: 'fork syncing',
  deployments: 'required deployments',
};

/** What was sent and is not in GitHub's answer. A dimension the answer does not show says nothing. */
export function dropped(write: Write, goal: Protection, shown: Shown): readonly Problem[] {
  const sent = sentBy(write);
  const missing = differing(SAME, shown, goal).filter((field) => sent === 'all' || sent.includes(field));
  return missing.map((field) => ({
    code: 'write_dropped',
    detail: `GitHub did not take over: ${WORDS[field]}.`,
  }));
}

/** The dimensions a write sends; what it leaves alone may have been changed by a person meanwhile. */
function sentBy(write: Write): readonly (keyof Protection)[] | 'all' {
  if (write.by === 'patch-checks') return ['checks'];
  if (write.by === 'update-rule') return Object.keys(write.fields) as (keyof RuleFields)[];
  return 'all';
}

function differing<T extends object>(table: SameFields<T>, shown: Partial<T>, goal: T): readonly (keyof T)[] {
  return (Object.keys(table) as (keyof T)[]).filter(
    (field) => shown[field] !== undefined && !table[field](shown[field] as T[keyof T], goal[field]),
  );
}

function equal(shown: boolean, goal: boolean): boolean {
  return shown === goal;
}

function sameChecks(shown: Protection['checks'], goal: Protection['checks']): boolean {
  if (shown === null || goal === null) return shown === goal;
  const there = new Set(shown.required.map(contextKey));
  return (shown.strict || !goal.strict) && goal.required.every((entry) => there.has(contextKey(entry)));
}

function contextKey({ context, source }: RequiredContext): string {
  return `${source} ${context}`;
}

function sameReviews(shown: RequiredReviews | null, goal: RequiredReviews | null): boolean {
  if (shown === null || goal === null) return shown === goal;
  const flags = ['count', 'codeOwners', 'dismissStale', 'lastPush'] as const;
  if (flags.some((flag) => shown[flag] !== goal[flag])) return false;
  return sameActors(shown.dismissers, goal.dismissers) && sameActors(shown.bypassers, goal.bypassers);
}

/** Actors that the answer does not show cannot be held against the goal. */
function sameActors(shown: RuleActors | null, goal: RuleActors | null): boolean {
  if (shown === 'notVisible' || goal === 'notVisible') return true;
  return sameNames(actorKeys(shown), actorKeys(goal));
}

function actorKeys(actors: Exclude<RuleActors, 'notVisible'> | null): readonly string[] | null {
  return actors && actors.map((actor) => `${actor.kind} ${actor.name.toLowerCase()}`);
}

function sameNames(shown: readonly string[] | null, goal: readonly string[] | null): boolean {
  if (shown === null || goal === null) return shown === goal;
  const there = new Set(shown);
  return there.size === new Set(goal).size && goal.every((name) => there.has(name));
}
