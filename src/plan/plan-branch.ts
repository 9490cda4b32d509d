import type {
  AddedContext,
  BranchRule,
  BranchState,
  Plan,
  Problem,
  Protection,
  RepoFacts,
  RequiredContext,
  Snapshot,
  Wanted,
} from '#model';
import { diff, type Knowing } from './diff.ts';
import { forecastNotes, notReady } from './forecast-notes.ts';
import { goalOf } from './goal.ts';
import { nameOf, requirementsOf, type Asked } from './requirements.ts';
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
  /** What the workflows of the branch say; null: they were not asked, and every name stands for itself. */
  readonly forecast: Asked;
  /** The required contexts that Mainstay itself added here. */
  readonly added?: readonly AddedContext[];
  /** Contexts that a pull request may do without for a while. */
  readonly waived?: readonly string[];
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
    weakens: [],
    refusals: [],
    forecast: input.forecast?.known ? input.forecast.value : null,
    notes: [],
    goal: null,
    write: null,
    continues: false,
  };
  const reason = nothingToPlan(input);
  if (reason !== null) return { ...blank, refusals: [reason] };
  if (!branch.rule.known || wanted.exempt !== null) return blank;
  const planned = planRule(snapshot.repo, { ...input, rule: branch.rule.value });
  return { ...blank, ...planned, notes: notesOn(input, branch.rule.value) };
}

function nothingToPlan({ snapshot, branch, wanted, policyUnknown }: PlanInput): Problem | null {
  if (wanted.exempt !== null) return null;
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
  const knowing = knowingOf(input);
  const { changes, refusals } = diff(input.wanted, actual, knowing);
  if (input.switchedOff !== null) {
    return { changes, refusals: [input.switchedOff, ...refusals], goal: null, write: null };
  }
  if (changes.length === 0) return { changes, refusals, goal: null, write: null };
  const goal = goalOf(actual, changes);
  const lost = weakened(goal, actual && peoplesOwn(actual, knowing.added));
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

function knowingOf({ wanted, forecast, added = [], waived = [] }: PlanInput): Knowing {
  const predicted = forecast?.known ? forecast.value.predicted : [];
  return { requirements: requirementsOf(wanted, forecast), added, waived, predicted };
}

/** What Mainstay itself added is not the people's, and may go. */
function peoplesOwn(actual: Protection, added: readonly RequiredContext[]): Protection {
  if (actual.checks === null) return actual;
  const required = actual.checks.required.filter(
    (entry) => !added.some((own) => own.context === entry.context && own.source === entry.source),
  );
  return { ...actual, checks: { ...actual.checks, required } };
}

function notesOn(
  { snapshot, branch, wanted, forecast }: PlanInput,
  rule: BranchRule | null,
): readonly Problem[] {
  if (forecast === null) return unaskedNotes(wanted, rule);
  if (!forecast.known) return [];
  const hasWorkflows = branch.workflows.known && branch.workflows.value.length > 0;
  return forecastNotes({
    repo: snapshot.repo,
    forecast: forecast.value,
    checks: wanted.checks,
    hasWorkflows,
  });
}

/** Without the workflows nobody knows what is ready; what is required already needs not be. */
function unaskedNotes(wanted: Wanted, rule: BranchRule | null): readonly Problem[] {
  const always = wanted.checks.filter((check) => check.when === 'always').map(nameOf);
  const required = (rule?.protection.checks?.required ?? []).map((entry) => entry.context);
  const ready = wanted.checks.filter((check) => check.when === 'ready').map(nameOf);
  return notReady(ready.filter((name) => ![...always, ...required].includes(name)));
}
