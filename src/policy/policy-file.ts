import type { Overrides, Place, RepoTraits } from '#model';
import { SILENCE, type Layer, type Said } from './layer.ts';

/** An entry of `exempt`: a glob of names. `until` is a date, of which the end counts; null: no end. */
export type SaidExemption = {
  readonly glob: string;
  readonly until: string | null;
  readonly reason: string | null;
  readonly place: Place;
};

/** What a repository must be for a block to count for it; all that is not absent must hold. */
export type Match = {
  /** Globs, of which one must fit. */
  readonly name?: readonly string[];
  /** All of these. */
  readonly topics?: readonly string[];
  readonly visibility?: RepoTraits['visibility'];
  readonly language?: string;
  readonly fork?: boolean;
  /** Custom properties, each with the values of which the repository must have one. */
  readonly properties?: readonly { readonly name: string; readonly values: readonly string[] }[];
};

/** One block of `repositories`. */
export type Block = { readonly match: Match; readonly layer: Layer; readonly place: Place };

/** A policy file without a mistake in it, as plain data. Null: the file does not say. */
export type PolicyFile = {
  /** What the file says at its top level. */
  readonly own: Layer;
  readonly blocks: readonly Block[];
  readonly exempt: Said<readonly SaidExemption[]> | null;
  readonly overrides: Said<Overrides> | null;
  readonly guard: Said<number> | null;
  /** Keys that count only in the organisation's file, each with its place. */
  readonly organisationOnly: readonly { readonly key: string; readonly place: Place }[];
};

/** The file that says nothing, as where there is none. */
export const SILENT_FILE: PolicyFile = {
  own: SILENCE,
  blocks: [],
  exempt: null,
  overrides: null,
  guard: null,
  organisationOnly: [],
};
