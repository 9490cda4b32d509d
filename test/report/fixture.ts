import type { BranchRule, BranchState, Cause, Known, Plan, Problem, Receipt, Wanted } from '#model';
import { planBranch } from '#plan';
import { renderCheckRun, type CheckRun, type Result, type Story } from '#report';
import { branchState, repoFacts, snapshot, wanted } from '#kit/builders';

export const HEAD = 'c0ffee';
export const DONE: Receipt = { refused: null, dropped: [] };
export const MAINTAINER = { login: 'maintainer', bot: false };

/** Somebody changed the rule of the branch. */
export function edited(login: string = MAINTAINER.login): Cause {
  return { delivery: 'd-1', event: 'branch_protection_rule.edited', actor: { login, bot: false } };
}

type Case = {
  readonly rule?: BranchRule | null | Known<BranchRule | null>;
  readonly asked?: Partial<Wanted>;
  readonly branch?: Partial<BranchState>;
  readonly switchedOff?: Problem;
};

/** The plan for a branch in this state, under the built-in policy unless more is asked. */
export function planned({ rule = null, asked, branch, switchedOff }: Case): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(rule, branch),
    wanted: wanted(asked),
    switchedOff: switchedOff ?? null,
    forecast: null,
  });
}

/** A plan that was carried out, as far as it has a write. */
export function repaired(on: Case, receipt: Receipt = DONE): Result {
  const plan = planned(on);
  return { plan, receipt: plan.write === null ? null : receipt, stopped: null };
}

/** A plan that policy's monitor mode kept from being carried out. */
export function monitored(on: Case): Result {
  const asked = { ...on.asked, mode: { value: 'monitor' as const, origin: null } };
  return { plan: planned({ ...on, asked }), receipt: null, stopped: 'monitor' };
}

export function story(results: readonly Result[], over: Partial<Story> = {}): Story {
  return {
    repo: repoFacts(),
    results,
    policyProblems: [],
    notes: [],
    causes: [],
    pause: null,
    ownLogin: 'mainstay[bot]',
    ...over,
  };
}

export function checkRun(results: readonly Result[], over: Partial<Story> = {}): CheckRun {
  return renderCheckRun(story(results, over), HEAD);
}
