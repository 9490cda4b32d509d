import type { Scalar, Scalars } from './layer.ts';

type Rank<K extends Scalar> = (value: Scalars[K]) => number;

const BY = { admin: 0, owner: 1, nobody: 2 } as const;

/** How strict a value is: the higher, the stricter. `fixed`: no value is stricter than another. */
const RANKS: { readonly [K in Scalar]: Rank<K> | 'fixed' } = {
  mode: (mode) => Number(mode === 'enforce'),
  via: 'fixed',
  extras: (extras) => Number(extras === 'keep'),
  // Without the bridge a check can be pinned to its App, so `false` is the stricter value.
  bridge: (bridge) => Number(!bridge),
  'pause.by': (by) => BY[by],
  'pause.max': (hours) => -hours,
  'contention.times': 'fixed',
  'contention.within': 'fixed',
  'reviews.count': (count) => count,
  strict: Number,
  include_admins: Number,
  block_force_pushes: Number,
  block_deletions: Number,
  block_creations: Number,
  block_fork_syncing: Number,
  linear_history: Number,
  signatures: Number,
  conversation_resolution: Number,
  lock_branch: Number,
  'reviews.required': Number,
  'reviews.code_owners': Number,
  'reviews.dismiss_stale': Number,
  'reviews.last_push': Number,
};

export function isFixed(key: Scalar): boolean {
  return RANKS[key] === 'fixed';
}

/** How strict a value of this key is; 0 where no value is stricter than another. */
export function rankOf(key: Scalar, value: unknown): number {
  const rank = RANKS[key] as ((value: unknown) => number) | 'fixed';
  return rank === 'fixed' ? 0 : rank(value);
}

/** Whether a value asks for nothing: a flag that is off, no approvals. */
export function isLoosest(value: unknown): boolean {
  return value === false || value === 0;
}
