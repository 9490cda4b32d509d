import type { AddedContext, BranchState, Made, Plan, Problem, Snapshot, Wanted } from '#model';
import { namesWaiting, requirementsOf, type Asked } from './requirements.ts';
import type { Knowing } from './judge-checks.ts';
import type { Ours } from './without-made.ts';

export type PlanInput = {
  readonly snapshot: Snapshot;
  readonly branch: BranchState;
  readonly wanted: Wanted;
  /** Set while GitHub says that all protections of the repository are off. */
  readonly switchedOff: Problem | null;
  /** Set where what is wanted is itself unknown: the policy could not be read, and none was good before. */
  readonly policyUnknown?: Problem | null;
  /** What the workflows of the branch say; null: they were not asked, and every name stands for itself. */
  readonly forecast: Asked;
  /** The required contexts that Mainstay itself added here. */
  readonly added?: readonly AddedContext[];
  /** What else Mainstay itself made here. */
  readonly made?: Made | null;
  /** The organisation's ruleset that Mainstay made, where the policy goes by it no more: nobody may rely on it. */
  readonly leaving?: number | null;
  /** Contexts that a pull request may do without for a while. */
  readonly waived?: readonly string[];
};

/** What Mainstay itself has made on a branch, as far as it is remembered. */
export type OwnPart = { readonly added: readonly AddedContext[]; readonly made: Made };

export function ownPart({ added = [], made }: PlanInput): OwnPart {
  return { added, made: made ?? { rule: null, settings: [] } };
}

/** What Mainstay made in its ruleset. Null: nothing that is remembered. */
export function ownInRuleset({ made, added = [] }: PlanInput): Ours | null {
  return made?.ruleset ? { settings: made.ruleset.settings, added } : null;
}

/** A plan that does nothing, to be filled. */
export function blankPlan({ snapshot, branch, wanted, forecast }: PlanInput): Plan {
  return {
    repo: snapshot.repo,
    branch: branch.name,
    head: branch.head,
    mode: wanted.mode,
    wanted,
    changes: [],
    weakens: [],
    refusals: [],
    forecast: forecast?.known ? forecast.value : null,
    notes: [],
    goal: null,
    write: null,
    continues: false,
    needsOrganisation: false,
    takesBack: null,
    sets: [],
    adds: [],
  };
}

/** Why a branch cannot be planned at all; null: it can, or nothing is asked of it. */
export function nothingToPlan({ snapshot, branch, wanted, policyUnknown }: PlanInput): Problem | null {
  if (wanted.exempt !== null) return null;
  if (snapshot.repo.archived) return { code: 'repository_archived', detail: '' };
  if (snapshot.repo.disabled) return { code: 'repository_disabled', detail: '' };
  if (policyUnknown) return policyUnknown;
  if (branch.head === null) return { code: 'branch_missing', detail: `There is no branch "${branch.name}".` };
  return branch.rule.known ? null : branch.rule.why;
}

export function knowingOf({ wanted, forecast, added = [], waived = [] }: PlanInput): Knowing {
  const predicted = forecast?.known ? forecast.value.predicted : [];
  return {
    requirements: requirementsOf(wanted, forecast),
    added,
    waived,
    predicted,
    waiting: namesWaiting(wanted, forecast),
  };
}
