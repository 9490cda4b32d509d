import { SETTINGS, type Problem, type Protection, type RequiredContext, type Wanted } from '#model';
import { UNPROTECTED, type Edit } from './goal.ts';
import { isReviewPart } from './held.ts';
import { judgeAdmins } from './judge-admins.ts';
import { judgeChecks, type Knowing } from './judge-checks.ts';
import { judgeOne } from './judge-one.ts';
import { judgeReviews } from './judge-reviews.ts';
import { wantsOf, type Want } from './judge-setting.ts';
import { heldFor, type Layer } from './layers.ts';
import type { View } from './view.ts';

/** What protects the branch beside what Mainstay would write to. */
export type Elsewhere = {
  readonly layers: readonly Layer[];
  /** Rulesets of which nobody can see who may pass by. */
  readonly unsure: readonly Layer[];
  /** Set where the rulesets could not be read at all. */
  readonly unknown: Problem | null;
};

export type JudgeInput = {
  readonly wanted: Pick<Wanted, 'settings' | 'extras'>;
  /** What Mainstay would write to, as it is; null: there is none yet. */
  readonly own: Protection | null;
  readonly elsewhere: Elsewhere;
  readonly knowing: Knowing;
};

export type Judgement = {
  /** What has to be set in what Mainstay writes to so that all together does what the policy asks. */
  readonly edits: readonly Edit[];
  readonly refusals: readonly Problem[];
  /** Whether the policy asks for anything that nothing else can hold. */
  readonly isNeeded: boolean;
  /** Why nobody can tell whether something else holds what this holds. */
  readonly doubts: readonly Problem[];
};

/** What is wanted against all that is in force: a policy is met by whoever meets it. */
export function judge(input: JudgeInput): Judgement {
  const { wanted, own, knowing } = input;
  const view = viewOf(input);
  const wants = wantsOf(wanted.settings, SETTINGS);
  const checks = judgeChecks(view, wanted.settings.strict, knowing);
  const settings = wants.filter((want) => isAsked(want, { view, wants, contexts: checks.contexts }));
  const single = settings.filter(({ setting }) => !isReviewPart(setting));
  const reviews = settings.filter(({ setting }) => isReviewPart(setting));
  const parts = [checks, ...single.map((want) => judgeOne(view, want)), judgeReviews(view, reviews)];
  const admins = wants.find(({ setting }) => setting === 'include_admins');
  const all = [...parts, judgeAdmins(view, admins, { own, parts })];
  // While nobody knows what else is in force, nothing is set and nothing is taken away.
  const edits = view.unknown === null ? all.flatMap((part) => part.edits) : [];
  const held = parts.flatMap(({ verdict }) => (verdict?.where === 'own' ? [verdict] : []));
  return {
    edits: inOrder(edits),
    refusals: unique(all.flatMap((part) => part.refusals)),
    isNeeded: edits.length > 0 || held.some(({ doubt }) => doubt === null),
    doubts: unique(held.flatMap(({ doubt }) => doubt ?? [])),
  };
}

function viewOf({ wanted, own, elsewhere }: JudgeInput): View {
  const level = wanted.settings.include_admins?.value === true ? 'admins' : 'everybody';
  return {
    own: own ?? UNPROTECTED,
    extras: wanted.extras.value,
    sure: heldFor(level, elsewhere.layers),
    unsure: heldFor('everybody', elsewhere.unsure),
    unknown: elsewhere.unknown,
  };
}

type Asking = {
  readonly view: View;
  readonly wants: readonly Want[];
  readonly contexts: readonly RequiredContext[];
};

/**
 * Some settings say nothing on their own: up to date with what, without any required check; syncing of what, without
 * a lock; and whoever names the people for a limit asks for the limit.
 */
function isAsked({ setting, value }: Want, asking: Asking): boolean {
  switch (setting) {
    case 'include_admins':
      return false;
    case 'strict':
      return asking.contexts.length > 0;
    case 'block_fork_syncing':
      return willBeLocked(asking);
    case 'block_force_pushes':
      return value === true || !asking.wants.some((want) => want.setting === 'force_push');
    default:
      return true;
  }
}

function willBeLocked({ view, wants }: Asking): boolean {
  const lock = wants.find(({ setting }) => setting === 'lock_branch');
  const [edit] = lock === undefined ? [] : judgeOne(view, lock).edits;
  return edit === undefined ? view.own.lockBranch : edit.value === true;
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const order = ['required_checks', ...SETTINGS];
  return [...edits].sort((one, other) => order.indexOf(one.dimension) - order.indexOf(other.dimension));
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
