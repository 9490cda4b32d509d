import type { BypassActor, Protection, RulesetInForce } from '#model';
import { projectRules } from './project.ts';

/** Something that protects a branch: its classic rule, or a ruleset in the words of one. */
export type Layer = {
  readonly protection: Protection;
  /** Whether it binds administrators too. */
  readonly bindsAdmins: boolean;
};

/** For whom something has to hold: everybody but administrators, or them as well. */
export type Level = 'everybody' | 'admins';

/** `nobody`: so many may pass by that it protects nothing. `unsure`: who may pass by cannot be seen. */
export type Binding = 'admins-too' | 'all-but-admins' | 'nobody' | 'unsure';

/** GitHub's own role of a repository's administrators. */
export const ADMIN_ROLE = 5;

export function bindingOf({ bypass }: Pick<RulesetInForce, 'bypass'>): Binding {
  if (bypass === 'notVisible') return 'unsure';
  if (bypass.length === 0) return 'admins-too';
  return bypass.every(isAdmin) ? 'all-but-admins' : 'nobody';
}

function isAdmin({ kind, id }: BypassActor): boolean {
  if (kind === 'role') return id === ADMIN_ROLE;
  return kind === 'organisation_admin' || kind === 'enterprise_owner';
}

/** A ruleset as a layer; one that is unsure is taken to bind all, as nobody may rely on it anyway. */
export function layerOf(ruleset: Pick<RulesetInForce, 'rules' | 'bypass'>): Layer {
  const bindsAdmins = bindingOf(ruleset) !== 'all-but-admins';
  return { bindsAdmins, protection: { ...projectRules(ruleset.rules), includeAdmins: bindsAdmins } };
}

/** A classic rule as a layer; no rule is none. */
export function classicLayer(protection: Protection | null): readonly Layer[] {
  return protection === null ? [] : [{ protection, bindsAdmins: protection.includeAdmins }];
}

/**
 * The protections that hold for a level, in their effect: nobody pushes to a locked branch, only one that is locked
 * limits syncing, and without a required check there is nothing to be up to date with.
 */
export function heldFor(level: Level, layers: readonly Layer[]): readonly Protection[] {
  const binding = level === 'admins' ? layers.filter(({ bindsAdmins }) => bindsAdmins) : layers;
  return binding.map(({ protection }) => inEffect(protection));
}

function inEffect(protection: Protection): Protection {
  const { checks, lockBranch, pushers, allowForkSyncing } = protection;
  return {
    ...protection,
    checks: checks !== null && checks.required.length === 0 ? null : checks,
    pushers: lockBranch ? [] : pushers,
    allowForkSyncing: lockBranch ? allowForkSyncing : true,
  };
}
