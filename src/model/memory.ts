import type { Change } from './plan.ts';
import type { Actor, Cause } from './work.ts';
import type { Problem } from './problem.ts';
import type { RequiredContext } from './protection.ts';
import type { FileText } from './snapshot.ts';

/** What Mainstay remembers of a repository, by its id. */
export type RepoMemory = {
  /** Set while GitHub says that all protections of the repository are switched off. */
  readonly protectionsDisabled: { readonly by: Actor | null; readonly since: string } | null;
  /** The visibility under which GitHub was seen to offer branch protection here; null: not seen yet. */
  readonly protectableAs: string | null;
  /** Per branch, the required contexts that Mainstay itself added and may take back. */
  readonly added: Readonly<Record<string, readonly AddedContext[]>>;
  /** Per branch, a repair that was begun and not told yet: a run that dies after its write is still explained. */
  readonly underWay: Readonly<Record<string, UnderWay>>;
  /** Per branch, a write of which GitHub left a part out: it is not tried again until a person asks. */
  readonly leftOut: Readonly<Record<string, LeftOut>>;
  /** Which checks that no workflow here reports another App does; null: not looked for yet. */
  readonly others: OtherApps | null;
};

/** Of the names `asked`, those `seen` on the newest pull requests' heads then. `at` is ISO 8601, UTC. */
export type OtherApps = {
  readonly asked: readonly string[];
  readonly seen: readonly string[];
  readonly at: string;
};

/** A context that Mainstay added, and the check of the policy it was added for. */
export type AddedContext = RequiredContext & { readonly check: string };

/** What was planned, and what of it was not in GitHub's answer. */
export type LeftOut = { readonly changes: readonly Change[]; readonly dropped: readonly Problem[] };

/** A repair as it was planned, stored before its write. */
export type UnderWay = { readonly changes: readonly Change[]; readonly causes: readonly Cause[] };

/** The last policy file that was valid, kept in force while a newer one is broken or gone. */
export type GoodPolicy = FileText & { readonly since: string };

/** One line of the ledger: what was found and done, why, and how it ended. Times are ISO 8601, UTC. */
export type LedgerEntry = {
  readonly at: string;
  readonly repositoryId: number;
  readonly repository: string;
  readonly branch: string;
  readonly conclusion: string;
  readonly title: string;
  readonly causes: readonly string[];
  readonly actors: readonly string[];
  /** The rendered report, the same words as on the check run. */
  readonly report: string;
};
