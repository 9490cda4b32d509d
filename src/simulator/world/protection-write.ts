import type { ProtectionSettings } from './protection-state.ts';
import type { RulesetRule } from './ruleset-state.ts';

/** What holds on one branch: its classic rule, and each rule of a ruleset with those who may pass it by. */
export type BranchProtection = {
  readonly classic: ProtectionSettings | null;
  readonly rules: readonly (RulesetRule & {
    readonly bypassActors: readonly Readonly<Record<string, unknown>>[];
  })[];
};

/** Everything that holds in a repository, by branch. A default branch that does not exist yet is there as well. */
export type EffectiveProtection = Readonly<Record<string, BranchProtection>>;

/** A change that the app made. */
export type ProtectionWrite = {
  /** As it was called then. */
  readonly repository: string;
  readonly before: EffectiveProtection;
  readonly after: EffectiveProtection;
};
