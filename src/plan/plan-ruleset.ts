import type { Plan, Problem, Protection } from '#model';
import { layerOfBody, projectBody } from './body-in-force.ts';
import { changesBetween } from './changes-between.ts';
import { addsOf, setsOf } from './goal.ts';
import { guarded } from './guard.ts';
import { judge } from './judge.ts';
import { classicLayer, type Layer } from './layers.ts';
import { notesOn } from './notes.ts';
import { blankPlan, knowingOf, nothingToPlan, ownPart, type PlanInput } from './plan-input.ts';
import { sameNames } from './same-names.ts';
import { isDue, sharedWrite, type SharedWrite, type Side } from './shared-write.ts';
import { layersOf, ownBody, standingOf } from './standing.ts';
import { withoutAdded } from './without-made.ts';

/** All branches of one repository by one ruleset: what it holds, it holds for all of them. */
export function planRuleset(inputs: readonly PlanInput[]): readonly Plan[] {
  const [first] = inputs;
  if (first === undefined) return [];
  const reason = nothingToWrite(first);
  if (reason !== null) return inputs.map((input) => refusedPlan(input, reason));
  const added = inputs.flatMap((input) => input.added ?? []);
  const named = sameNames(inputs.map((input) => ({ ...input, added })));
  const sides = named.inputs.flatMap((input) => sideOf(input) ?? []);
  const shared = sharedWrite(sides, ownProtection(first));
  return inputs.map((input) => {
    const side = sides.find((one) => one.input.branch === input.branch);
    if (side === undefined) return unplanned(input);
    return planSide({ ...side, input }, shared, named.problems);
  });
}

/** Null where nobody said what Mainstay's ruleset is: then nothing can be written to it. */
function nothingToWrite({ snapshot: { ownRuleset } }: PlanInput): Problem | null {
  if (ownRuleset === null) return { code: 'read_incomplete', detail: "Mainstay's ruleset was not read." };
  return ownRuleset.known ? null : ownRuleset.why;
}

function unplanned(input: PlanInput): Plan {
  const reason = nothingToPlan(input);
  return { ...blankPlan(input), refusals: reason === null ? [] : [reason] };
}

/**
 * What others hold needs no write, and nobody has to know what Mainstay's own ruleset is. What only Mainstay's classic
 * rule holds is to move there.
 */
function refusedPlan(input: PlanInput, why: Problem): Plan {
  const blank = unplanned(input);
  if (blank.refusals.length > 0 || input.wanted.exempt !== null || !input.branch.rule.known) return blank;
  const standing = standingOf(input, input.branch.rule.value);
  const { wanted } = input;
  const { own, peoplesRule, sure, unsure, unknown } = standing;
  const layers = [...sure, ...(own === null ? [] : [own]), ...classicLayer(peoplesRule)];
  const elsewhere = { layers, unsure, unknown };
  const { edits, refusals } = judge({ wanted, own: null, elsewhere, knowing: knowingOf(input) });
  const notes = notesOn(input, input.branch.rule.value);
  return { ...blank, notes, refusals: edits.length === 0 ? refusals : [why, ...refusals] };
}

function ownProtection(input: PlanInput): Protection | null {
  const own = ownBody(input);
  return own === null ? null : layerOfBody(own.body).protection;
}

function sideOf(input: PlanInput): Side | null {
  const { branch, wanted } = input;
  if (nothingToPlan(input) !== null || wanted.exempt !== null || !branch.rule.known) return null;
  const standing = standingOf(input, branch.rule.value);
  const { peoplesRule, sure, unsure, unknown } = standing;
  const layers = [...sure, ...classicLayer(peoplesRule)];
  const judged = judge({
    wanted,
    own: ownProtection(input),
    elsewhere: { layers, unsure, unknown },
    knowing: knowingOf(input),
  });
  return { input, standing, judgement: judged };
}

function planSide(side: Side, shared: SharedWrite, differ: readonly Problem[]): Plan {
  const { input, standing, judgement } = side;
  const { snapshot, branch, switchedOff } = input;
  const blank: Plan = {
    ...blankPlan(input),
    refusals: [
      ...(switchedOff === null ? [] : [switchedOff]),
      ...judgement.refusals,
      ...(standing.own === null ? judgement.doubts : []),
      ...differ,
      ...(isDue(side) ? shared.refusals : []),
    ],
    notes: notesOn(input, standing.rule),
  };
  const own = shared.write && projectBody(shared.write.ruleset, branch.name, snapshot.repo.defaultBranch);
  if (own === null) return blank;
  const changes = changesOf(side, shared, own);
  if (switchedOff !== null) return { ...blank, changes };
  return { ...blank, changes, ...written(side, shared, own), write: shared.write };
}

function written(
  { input, standing }: Side,
  shared: SharedWrite,
  own: Layer,
): Pick<Plan, 'weakens' | 'goal' | 'continues' | 'sets' | 'adds'> {
  const { snapshot, wanted } = input;
  const { added, made } = ownPart(input);
  const peoples = standing.own && {
    ...standing.own,
    protection: withoutAdded(standing.own.protection, added),
  };
  const before = layersOf({ ...standing, own: peoples });
  const after = layersOf({ ...standing, own });
  return {
    weakens: guarded({ repo: snapshot.repo, wanted, before, after }),
    goal: { ...shared.goal, includeAdmins: own.bindsAdmins },
    continues: standing.rule !== null && made.settings.length > 0,
    sets: setsOf(ownProtection(input), shared.edits),
    adds: addsOf(ownProtection(input), shared.edits),
  };
}

function changesOf({ input, standing, judgement }: Side, shared: SharedWrite, own: Layer): Plan['changes'] {
  const { wanted } = input;
  const found = standing.own === null ? [] : [standing.own.protection];
  const beside = besideOwn({ input, standing, judgement });
  const asked = { wanted, edits: shared.edits, wholly: standing.own === null && judgement.isNeeded };
  const changes = changesBetween({
    ...asked,
    before: orNull([...found, ...beside]),
    after: [own.protection, ...beside],
  });
  if (changes.length > 0 || (standing.rule !== null && input.made)) return changes;
  return changesBetween({ ...asked, before: orNull(found), after: [own.protection] });
}

/** What else is in force for those whom the policy binds. */
function besideOwn({ input: { wanted }, standing: { rule, sure } }: Side): readonly Protection[] {
  const bindsAdmins = wanted.settings.include_admins?.value === true;
  return [...classicLayer(rule?.protection ?? null), ...sure]
    .filter((layer) => layer.bindsAdmins || !bindsAdmins)
    .map(({ protection }) => protection);
}

function orNull(held: readonly Protection[]): readonly Protection[] | null {
  return held.length === 0 ? null : held;
}
