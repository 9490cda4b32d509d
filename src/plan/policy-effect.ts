import type { Change, Dimension, Plan, Problem } from '#model';

/** What a changed policy does to one repository, beside what the policy in force does. */
export type PolicyEffect = {
  readonly repository: string;
  readonly branches: readonly BranchEffect[];
  /** The policy's keys that ask for less of it. */
  readonly looser: readonly string[];
  /** What the changed policy cannot do there, or what is worth knowing of it; only what is new. */
  readonly problems: readonly Problem[];
};

export type BranchEffect = {
  readonly branch: string;
  /** What the changed policy makes Mainstay write that the policy in force does not. */
  readonly changes: readonly Change[];
  readonly weakens: readonly Dimension[];
};

export type Compared = {
  readonly repository: string;
  /** Plans by the policy in force, and by the changed one. */
  readonly before: readonly Plan[];
  readonly after: readonly Plan[];
  readonly looser: readonly string[];
};

/** The difference between two policies for one repository. */
export function policyEffect({ repository, before, after, looser }: Compared): PolicyEffect {
  const branches = after.map((plan): BranchEffect => {
    const then = before.find(({ branch }) => branch === plan.branch);
    const changes = madeBy(plan).filter((change) => !madeBy(then).some((one) => isSame(one, change)));
    return { branch: plan.branch, changes, weakens: changes.length === 0 ? [] : plan.weakens };
  });
  return {
    repository,
    branches: branches.filter(({ changes }) => changes.length > 0),
    looser,
    problems: newProblems(before, after),
  };
}

/** Whether Mainstay would write there because of the changed policy. */
export function isTouched({ branches }: PolicyEffect): boolean {
  return branches.length > 0;
}

/** Whether less would be asked of it, or something taken away from it. */
export function isWeaker({ branches, looser }: PolicyEffect): boolean {
  return looser.length > 0 || branches.some(({ weakens }) => weakens.length > 0);
}

/** What a plan leads to: monitor mode is the absence of it. */
function madeBy(plan: Plan | undefined): readonly Change[] {
  if (plan === undefined || plan.mode.value === 'monitor') return [];
  return plan.write !== null || plan.needsOrganisation ? plan.changes : [];
}

function isSame(one: Change, other: Change): boolean {
  return one.dimension === other.dimension && JSON.stringify(one.after) === JSON.stringify(other.after);
}

function newProblems(before: readonly Plan[], after: readonly Plan[]): readonly Problem[] {
  const known = new Set(before.flatMap(saidBy).map(problemKey));
  const found = new Map(after.flatMap(saidBy).map((problem) => [problemKey(problem), problem]));
  return [...found].flatMap(([key, problem]) => (known.has(key) ? [] : [problem]));
}

function saidBy({ refusals, notes }: Plan): readonly Problem[] {
  return [...refusals, ...notes];
}

function problemKey({ code, detail }: Problem): string {
  return `${code} ${detail}`;
}
