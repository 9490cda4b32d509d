import type { Source } from './protection.ts';
import type { Setting, SettingValues } from './settings.ts';

/** Where a value of the policy was written. `file` is `owner/repo/path`; null: built in. */
export type Origin = { readonly file: string; readonly line: number } | null;

/** A value with the line that asks for it. */
export type From<T> = { readonly value: T; readonly origin: Origin };

/**
 * One check the policy asks for. `check` names a job (narrowed by `workflow`), `context` is a literal.
 * `source` null: the policy names none, so a pin or "any" that is there already satisfies it.
 */
export type WantedCheck = {
  readonly name: { readonly check: string; readonly workflow: string | null } | { readonly context: string };
  readonly source: Source | null;
  readonly when: 'always' | 'ready';
  readonly origin: Origin;
};

/** By which means a branch is protected: its classic rule, a ruleset of the repository, one of the organisation. */
export type Via = 'classic' | 'ruleset' | 'org-ruleset';

/** What is done about what people added beside the policy: left, or taken away so that the policy is exactly true. */
export type Extras = 'keep' | 'remove';

/** Nothing is asked of the repository. `until` is ISO 8601, UTC; null: without an end. */
export type Exemption = {
  readonly until: string | null;
  readonly reason: string | null;
  readonly origin: Origin;
};

/** Whose right it is to pause the protection of a repository, and for how long at the most. */
export type PauseRule = { readonly by: From<'owner' | 'admin' | 'nobody'>; readonly maxHours: From<number> };

/** When somebody who changes a setting back again and again counts as a second manager of it. */
export type ContentionRule = {
  readonly times: From<number>;
  readonly withinMinutes: From<number>;
  /** Logins that count as automation beside all bots. */
  readonly automation: readonly From<string>[];
};

/** What a repository's own file may do: nothing, ask for more, or say the keys named here as it likes and for the rest ask for more. */
export type Overrides = 'none' | 'tighten' | { readonly allow: readonly string[] };

/** What the policy asks of one repository, all layers applied. A setting that is null is not managed: left as found. */
export type Wanted = {
  /** Set while the organisation exempts this repository: nothing is asked of it. */
  readonly exempt: Exemption | null;
  readonly mode: From<'enforce' | 'monitor'>;
  readonly via: From<Via>;
  readonly extras: From<Extras>;
  /** Branch names, `~DEFAULT_BRANCH` still unresolved. */
  readonly branches: readonly From<string>[];
  readonly checks: readonly WantedCheck[];
  /** Checks that are reported on and never required. */
  readonly optional: readonly WantedCheck[];
  /** Whether Mainstay may report a check whose workflow a path filter skips. */
  readonly bridge: From<boolean>;
  readonly settings: { readonly [S in Setting]: From<SettingValues[S]> | null };
  readonly pause: PauseRule;
  readonly contention: ContentionRule;
  readonly overrides: From<Overrides>;
  /** How many repositories a changed policy may touch before it waits for a person. */
  readonly guard: From<number>;
};

/** What is required where no policy says otherwise. */
export const BUILT_IN_CHECKS = ['test', 'lint', 'security', 'build', 'validate-migrations'] as const;

/** Stands for the repository's default branch in a policy's `branches`. */
export const DEFAULT_BRANCH = '~DEFAULT_BRANCH';
