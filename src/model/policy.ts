import type { Source } from './protection.ts';

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

/** What the policy asks of one repository, all layers applied. Null: not managed, left as found. */
export type Wanted = {
  /** Set when the organisation exempted this repository: nothing is asked of it. */
  readonly exempt: Origin | 'no';
  readonly mode: From<'enforce' | 'monitor'>;
  /** Branch names, `~DEFAULT_BRANCH` still unresolved. */
  readonly branches: readonly From<string>[];
  readonly checks: readonly WantedCheck[];
  readonly strict: From<boolean> | null;
  readonly includeAdmins: From<boolean>;
  /** Whether Mainstay may report a check whose workflow a path filter skips. */
  readonly bridge: From<boolean>;
  readonly blockForcePushes: From<boolean>;
  readonly blockDeletions: From<boolean>;
};

/** What is required where no policy says otherwise. */
export const BUILT_IN_CHECKS = ['test', 'lint', 'security', 'build', 'validate-migrations'] as const;

/** Stands for the repository's default branch in a policy's `branches`. */
export const DEFAULT_BRANCH = '~DEFAULT_BRANCH';
