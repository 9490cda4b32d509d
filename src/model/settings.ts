import type { NamedActor, RuleActors } from './protection.ts';

/** Settings that are on or off. On is always the stricter state. Each name is the policy's own key for it. */
export const FLAGS = [
  'strict',
  'include_admins',
  'block_force_pushes',
  'block_deletions',
  'block_creations',
  'block_fork_syncing',
  'linear_history',
  'signatures',
  'conversation_resolution',
  'lock_branch',
  'reviews.required',
  'reviews.code_owners',
  'reviews.dismiss_stale',
  'reviews.last_push',
] as const;
export type Flag = (typeof FLAGS)[number];

/** Who is excepted from a limit: the fewer, the stricter. */
export const ACTOR_LISTS = ['push', 'force_push', 'reviews.dismissers', 'reviews.bypassers'] as const;
export type ActorList = (typeof ACTOR_LISTS)[number];

/** What a policy can say of a branch beside its checks, each setting with the type of its value. */
export type SettingValues = { readonly [F in Flag]: boolean } & {
  /** Approvals, 0 to 6. */
  readonly 'reviews.count': number;
  /** Environments that must have been deployed to. */
  readonly deployments: readonly string[];
} & { readonly [L in ActorList]: readonly NamedActor[] };
export type Setting = keyof SettingValues;

export const SETTINGS: readonly Setting[] = [...FLAGS, 'reviews.count', 'deployments', ...ACTOR_LISTS];

/** The same settings as a branch has them: for an actor list, everybody where there is no limit. */
export type HeldValues = Omit<SettingValues, ActorList> & {
  readonly [L in ActorList]: RuleActors | 'everybody';
};
