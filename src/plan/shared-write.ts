import { DEFAULT_BRANCH, type OwnRuleset, type Problem, type Protection, type Write } from '#model';
import { goalOf, UNPROTECTED, type Edit } from './goal.ts';
import type { Judgement } from './judge.ts';
import { mergedEdits } from './merged-edits.ts';
import type { PlanInput } from './plan-input.ts';
import { matchesRef } from './ref-pattern.ts';
import { cannotHold } from './rules-with.ts';
import { bodyOf, unwritable } from './ruleset-body.ts';
import { ownBody, type Standing } from './standing.ts';
import { holdsNothing } from './without-made.ts';

/** One branch of the repository that can be planned, and what is missing there. */
export type Side = {
  readonly input: PlanInput;
  readonly standing: Standing;
  readonly judgement: Judgement;
};

/** The one write for all branches, or why there is none. */
export type SharedWrite = {
  readonly write: Extract<Write, { readonly by: 'put-ruleset' }> | null;
  readonly goal: Protection;
  readonly edits: readonly Edit[];
  readonly refusals: readonly Problem[];
};

/** What Mainstay's ruleset has to become for all branches that need it. `own`: what it holds now. */
export function sharedWrite(sides: readonly Side[], own: Protection | null): SharedWrite {
  const needy = sides.filter(isDue);
  const before = own ?? UNPROTECTED;
  const nothing = { write: null, goal: before, edits: [], refusals: [] };
  const [first] = needy;
  if (first === undefined) return nothing;
  const asked = mergedEdits(
    needy.map(({ judgement }) => judgement.edits),
    before,
  );
  const whole = goalOf(before, asked);
  const edits = asked.filter((edit) => cannotHold(edit, whole) === null);
  const refusals = asked.flatMap((edit) => cannotHold(edit, whole) ?? []);
  const ruleset = ownBody(first.input);
  const stopped = unwritable(ruleset);
  if (stopped !== null) return { ...nothing, refusals: [stopped, ...refusals] };
  const goal = goalOf(before, edits);
  if (!isWorthIt({ own, goal, edits }, needy)) return { ...nothing, refusals };
  const body = bodyFor(needy, ruleset, { edits, goal });
  return { write: { by: 'put-ruleset', id: ruleset?.id ?? null, ruleset: body }, goal, edits, refusals };
}

type Aim = { readonly own: Protection | null; readonly goal: Protection; readonly edits: readonly Edit[] };

/** Something changes in it, or it comes into force; and it holds more than whom it binds. */
function isWorthIt({ own, goal, edits }: Aim, needy: readonly Side[]): boolean {
  if (own === null) return !holdsNothing(goal);
  return (
    edits.length > 0 || needy.some(({ standing, judgement }) => standing.own === null && judgement.isNeeded)
  );
}

/** Something is asked for that only Mainstay's ruleset can hold, and it does not, or not here. */
export function isDue({ standing, judgement }: Side): boolean {
  return judgement.edits.length > 0 || (judgement.isNeeded && standing.own === null);
}

function bodyFor(
  sides: readonly Side[],
  own: OwnRuleset | null,
  { edits, goal }: Pick<Aim, 'edits' | 'goal'>,
): ReturnType<typeof bodyOf> {
  return bodyOf({
    own,
    edits,
    goal,
    branches: [...new Set(sides.flatMap(namesIn))],
    isInTheWay: (pattern) => sides.some((side) => meaning(pattern, side) !== false),
    isCovered: (ref, include) =>
      sides
        .filter((side) => meaning(ref, side) === true)
        .every((side) => include.some((pattern) => meaning(pattern, side) === true)),
  });
}

function meaning(pattern: string, { input: { branch, snapshot } }: Side): boolean | null {
  return matchesRef(pattern, branch.name, snapshot.repo.defaultBranch);
}

/** The names by which the policy means a branch. */
function namesIn({ input: { wanted, branch, snapshot } }: Side): readonly string[] {
  const named = wanted.branches
    .map(({ value }) => value)
    .filter((value) => (value === DEFAULT_BRANCH ? snapshot.repo.defaultBranch : value) === branch.name);
  return named.length > 0 ? named : [branch.name];
}
