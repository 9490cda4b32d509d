import {
  POLICY_REPOSITORY,
  type From,
  type Known,
  type Overrides,
  type Problem,
  type RepoName,
  type RepoProperties,
  type RepoTraits,
  type Wanted,
} from '#model';
import { alwaysOpen } from './always-open.ts';
import { blocksFor } from './blocks-for.ts';
import { BUILT_IN, BUILT_IN_GUARD } from './built-in.ts';
import { exemptionOf } from './exemption-of.ts';
import { over, type Layer, type Said } from './layer.ts';
import { SILENT_FILE, type PolicyFile } from './policy-file.ts';
import { repositoryLayer } from './repository-layer.ts';
import { from, wantedOf } from './wanted-of.ts';

/** Whose policy is asked for. */
export type WantedAsk = {
  readonly repo: RepoName & RepoTraits;
  /** Null: not asked for. */
  readonly properties: Known<RepoProperties> | null;
  /** Null: no file. */
  readonly organisation: PolicyFile | null;
  readonly repository: PolicyFile | null;
  readonly now: Date;
};

/** What is wanted; what the repository's file asked for in vain; and what is worth saying besides. */
export type WantedAnswer = {
  readonly wanted: Wanted;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
  /** Why nobody knows what is wanted, so that nothing may be written; `wanted` is then a guess, to be shown only. */
  readonly unknown: Problem | null;
};

/**
 * The policy of one repository: built in, then the organisation's file, then its blocks that match, in file
 * order, then the repository's own file.
 */
export function wantedFor(ask: WantedAsk): WantedAnswer {
  const { repo, properties, repository } = ask;
  const organisation = ask.organisation ?? SILENT_FILE;
  const isHome = repo.name.toLowerCase() === POLICY_REPOSITORY;
  const { layers, unknown } = blocksFor(organisation.blocks, { repo, properties });
  const organised = [organisation.own, ...layers].reduce<Layer>(over, BUILT_IN);
  const overrides = organisation.overrides ?? TIGHTEN;
  const { layer, problems } = repositoryLayer(
    organised,
    isHome || repository === null ? SILENT_FILE : repository,
    overrides,
  );
  const exempt = isHome ? null : exemptionOf(repo.name, organisation.exempt, ask.now);
  const rules = { exempt, overrides: from(overrides), guard: guardOf(organisation) };
  const wanted: Wanted = { ...wantedOf(layer), ...rules };
  return {
    wanted: isHome ? alwaysOpen(wanted) : wanted,
    problems,
    notes: [],
    unknown: exempt === null ? unknown : null,
  };
}

/** How many repositories a changed policy of the organisation may touch before it waits for a person. */
export function guardOf(organisation: PolicyFile | null): From<number> {
  return from(organisation?.guard ?? { value: BUILT_IN_GUARD, place: null });
}

const TIGHTEN: Said<Overrides> = { value: 'tighten', place: null };
