import type { BranchRule, BranchState, Plan, Problem, RepoFacts, Snapshot, Wanted } from '#model';
import { contextOf } from './checks.ts';
import { diff } from './diff.ts';
import { goalOf } from './goal.ts';
import { weakened } from './strength.ts';
import { chooseWrite } from './write.ts';

export type PlanInput = {
  readonly snapshot: Snapshot;
  readonly branch: BranchState;
  readonly wanted: Wanted;
  /** Set while GitHub says that all protections of the repository are off. */
  readonly switchedOff: Problem | null;
  /** Set where what is wanted is itself unknown: the policy could not be read, and none was good before. */
  readonly policyUnknown?: Problem | null;
};

/** What is to be done about one branch. Pure: the same input gives the same plan, and a met policy an empty one. */
export function planBranch(input: PlanInput): Plan {
  const { snapshot, branch, wanted } = input;
  const blank: Plan = {
    repo: snapshot.repo,
    branch: branch.name,
    head: branch.head,
    mode: wanted.mode,
    wanted,
    changes: [],
    refusals: [],
    notes: [],
    goal: null,
    write: null,
  };
  const reason = nothingToPlan(input);
  if (reason !== null) return { ...blank, refusals: [reason] };
  if (!branch.rule.known || wanted.exempt !== 'no') return blank;
  const planned = planRule(snapshot.repo, { ...input, rule: branch.rule.value });
  return { ...blank, ...planned, notes: notesOn(input, branch.rule.value) };
}

function nothingToPlan({ snapshot, branch, wanted, policyUnknown }: PlanInput): Problem | null {
  if (wanted.exempt !== 'no') return null;
  if (snapshot.repo.archived) return { code: 'repository_archived', detail: '' };
  if (snapshot.repo.disabled) return { code: 'repository_disabled', detail: '' };
  if (policyUnknown) return policyUnknown;
  if (branch.head === null) return { code: 'branch_missing', detail: `There is no branch "${branch.name}".` };
  return branch.rule.known ? null : branch.rule.why;
}

function planRule(
  repo: RepoFacts,
  input: PlanInput & { readonly rule: BranchRule | null },
): Pick<Plan, 'changes' | 'refusals' | 'goal' | 'write'> {
  const actual = input.rule?.protection ?? null;
  const { changes, refusals } = diff(input.wanted, actual);
  if (input.switchedOff !== null) {
    return { changes, refusals: [input.switchedOff, ...refusals], goal: null, write: null };
  }
  if (changes.length === 0) return { changes, refusals, goal: null, write: null };
  const goal = goalOf(actual, changes);
  const lost = weakened(goal, actual);
  if (lost.length > 0)
    throw new Error(`a plan for ${repo.owner}/${repo.name} would weaken ${lost.join(', ')}`);
  const choice = chooseWrite({ repo, branch: input.branch.name, rule: input.rule, changes, goal });
  if (choice.kind === 'write') return { changes, refusals, goal, write: choice.write };
  const hidden: Problem = {
    code: 'rule_not_visible',
    detail: `The rule "${input.rule?.pattern ?? ''}" covers "${input.branch.name}", and GitHub does not show ${choice.hidden}.`,
  };
  return { changes, refusals: [hidden, ...refusals], goal: null, write: null };
}

function notesOn({ branch, wanted }: PlanInput, rule: BranchRule | null): readonly Problem[] {
  const always = wanted.checks.filter((check) => check.when === 'always');
  const required = (rule?.protection.checks?.required ?? []).map((entry) => entry.context);
  const settled = new Set([...required, ...always.map(contextOf)]);
  const ready = wanted.checks.filter((check) => check.when === 'ready').map(contextOf);
  const notReady = ready.filter((context) => !settled.has(context));
  const notes: Problem[] = [];
  if (notReady.length > 0) {
    notes.push({
      code: 'check_not_ready',
      detail: `Not required until it can report: ${notReady.join(', ')}.`,
    });
  }
  const jobs = always.filter((check) => 'check' in check.name).map(contextOf);
  if (jobs.length > 0 && branch.workflows.known && branch.workflows.value.length === 0) {
    notes.push({ code: 'no_workflows', detail: `Nothing in .github/workflows reports ${jobs.join(', ')}.` });
  }
  return notes;
}
