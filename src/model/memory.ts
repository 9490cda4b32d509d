import type { Actor, Cause } from './work.ts';
import type { Problem } from './problem.ts';
import type { Change, Dimension, ValueSet } from './plan.ts';
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
  /** Per branch, what Mainstay itself set in its classic rule beside contexts, and may take back. */
  readonly made: Readonly<Record<string, Made>>;
  /** Set while somebody with the right to it paused the protection; past its `until` it is over. */
  readonly pause: Pause | null;
  /** Per branch, the settings that somebody changes back again and again. */
  readonly contests: Readonly<Record<string, readonly Contest[]>>;
};

/** What Mainstay set in a branch's classic rule. A setting that has another value by now is somebody else's. */
export type Made = {
  /** The node id of the rule, where Mainstay made the rule itself and GitHub said which it is. */
  readonly rule: string | null;
  readonly settings: readonly MadeSetting[];
  /** The same for the branch's share in Mainstay's ruleset of the repository; absent or null: it set nothing there. */
  readonly ruleset?: MadeRuleset | null | undefined;
};

/** What Mainstay set in its ruleset. `created`: it made the ruleset itself. */
export type MadeRuleset = { readonly created: boolean; readonly settings: readonly MadeSetting[] };

/** One setting that Mainstay changed: as it was before (null: no rule) and as it was made. */
export type MadeSetting = ValueSet;

/** Protection may be loosened by hand until then. Times are ISO 8601, UTC. */
export type Pause = {
  readonly by: string;
  readonly reason: string;
  readonly since: string;
  readonly until: string;
};

/**
 * A setting of a branch that Mainstay made as it is: watched for somebody who changes it back, and contested once that
 * was done as often as the policy says. Times are ISO 8601, UTC.
 */
export type Contest = {
  readonly dimension: Dimension;
  /** What Mainstay made of it, as a mark of the value; null: it was found changed back since, or long ago. */
  readonly written: { readonly at: string; readonly value: string } | null;
  /** Since when it is contested; null: only watched. */
  readonly since: string | null;
  /** When it was found changed back, the newest last, with whoever the events name. */
  readonly backs: readonly ContestBack[];
  /** The issue that tells of it, closed ones too, as it is opened again; null: none was opened. */
  readonly issue: number | null;
  /** The newest of `backs` that the issue tells of; null: it says that it is over, or there is nothing to say. */
  readonly told: string | null;
  /** A repair below the policy waits until then; a value above it is let be until then. Null: neither. */
  readonly until: string | null;
};

export type ContestBack = {
  readonly at: string;
  readonly by: Actor | null;
  /** The delivery that named them: one event is no second change. */
  readonly delivery: string | null;
  /** The values in words, as reports say them: as Mainstay had made it, and as it was found. */
  readonly from: string;
  readonly to: string;
};

/** What Mainstay remembers of an organisation, by its login. The policy in force lies in `GoodPolicy`. */
export type OrgMemory = {
  /** Since when all its repositories were looked at by some policy; null: never, so a first policy counts at once. */
  readonly governedSince: string | null;
  /** How the policy in force came to count; null: built in, or from before this was remembered. */
  readonly admitted: AdmittedPolicy | null;
  /** A policy file that waits for a person. */
  readonly pending: PendingPolicy | null;
  /** Who approved which text of the policy file, the newest last. */
  readonly approvals: readonly Approval[];
  /** What was said of a text when it was approved on its pull request, the newest last. */
  readonly shown: readonly (PolicyWeight & { readonly oid: string })[];
  /** The organisation's ruleset, as its last run left it; null: it never needed one. */
  readonly ruleset: OrgRulesetMemory | null;
};

/** What is remembered of the organisation's ruleset named `mainstay`. */
export type OrgRulesetMemory = {
  readonly id: number | null;
  /** Whether Mainstay made it, and may take it away again. */
  readonly made: boolean;
  /** What it held when Mainstay wrote it last, as a mark: what differs from it people put there. */
  readonly holds: string | null;
  /** Why it is not as the policies ask, for all repositories. */
  readonly refusals: readonly Problem[];
  /** What it cannot hold, by the repository's name in lower case. */
  readonly differing: Readonly<Record<string, readonly Problem[]>>;
};

/** How many repositories a changed policy makes Mainstay write to, and how many of them it asks less of. */
export type PolicyWeight = { readonly touches: number; readonly weakens: number };

/** A policy that counts. `oid` names the file's text. Times are ISO 8601, UTC. */
export type AdmittedPolicy = PolicyWeight & {
  readonly oid: string;
  readonly at: string;
  /** Whoever approved it; empty where nobody had to. */
  readonly by: readonly string[];
  /** What it would have done when it was approved on its pull request; null: it was not. */
  readonly shown: PolicyWeight | null;
};

/** A policy that is not in force yet. */
export type PendingPolicy = PolicyWeight & { readonly oid: string; readonly since: string };

/** A person's word for a text of a policy file. */
export type Approval = {
  readonly oid: string;
  readonly by: string;
  readonly at: string;
  /** Whose own file it is; absent: the organisation's. The same text elsewhere is another policy. */
  readonly repository?: string;
  /** Where it was given: a pull request's number, or null for the policy repository's own branch. */
  readonly pull: number | null;
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
export type UnderWay = {
  readonly changes: readonly Change[];
  readonly causes: readonly Cause[];
  /** What Mainstay will have made once it is done, and the contexts that will be its own. */
  readonly made?: Made | undefined;
  readonly added?: readonly AddedContext[] | undefined;
};

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
