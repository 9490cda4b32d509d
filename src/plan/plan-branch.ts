import type { BranchRule, Plan, Protection } from '#model';
import { changesBetween } from './changes-between.ts';
import { addsOf, goalOf, NO_PROTECTION, setsOf, type Edit } from './goal.ts';
import { guarded } from './guard.ts';
import { judge, type Judgement } from './judge.ts';
import type { Layer } from './layers.ts';
import { notesOn } from './notes.ts';
import { blankPlan, knowingOf, nothingToPlan, ownInRuleset, type PlanInput } from './plan-input.ts';
import { layersOf, standingOf, type Standing } from './standing.ts';
import { withoutAdded } from './without-made.ts';
import { chooseWrite } from './write.ts';

/**
 * What is to be done about one branch, by its classic rule. Pure: the same input gives the same plan, and a met policy
 * an empty one. What a ruleset of others holds for everybody whom the policy binds is not asked of the rule again.
 */
export function planBranch(input: PlanInput): Plan {
  const { branch, wanted } = input;
  const blank = blankPlan(input);
  const reason = nothingToPlan(input);
  if (reason !== null) return { ...blank, refusals: [reason] };
  if (!branch.rule.known || wanted.exempt !== null) return blank;
  const standing = standingOf(input, branch.rule.value);
  const judgement = judgeClassic(input, standing);
  const planned = { ...blank, ...planRule(input, standing, judgement) };
  return { ...planned, notes: notesOn(input, branch.rule.value) };
}

function judgeClassic(input: PlanInput, standing: Standing): Judgement {
  const { wanted } = input;
  const { rule, peoplesOwn, sure, unsure, unknown } = standing;
  const layers = [...sure, ...(peoplesOwn === null ? [] : [peoplesOwn])];
  const own = rule?.protection ?? null;
  return judge({ wanted, own, elsewhere: { layers, unsure, unknown }, knowing: knowingOf(input) });
}

type Planned = Pick<
  Plan,
  'changes' | 'refusals' | 'goal' | 'write' | 'weakens' | 'continues' | 'sets' | 'adds'
>;

function planRule(input: PlanInput, standing: Standing, { edits, refusals }: Judgement): Planned {
  const { rule } = standing;
  const nothing = {
    changes: [],
    refusals,
    goal: null,
    write: null,
    weakens: [],
    continues: false,
    sets: [],
    adds: [],
  };
  if (edits.length === 0) {
    return input.switchedOff === null ? nothing : { ...nothing, refusals: [input.switchedOff, ...refusals] };
  }
  const goal = goalOf(rule?.protection ?? NO_PROTECTION, edits);
  const changes = changesOf(input, standing, { edits, goal });
  if (input.switchedOff !== null) return { ...nothing, changes, refusals: [input.switchedOff, ...refusals] };
  const { repo } = input.snapshot;
  const choice = chooseWrite({ repo, branch: input.branch, rule, edits, goal });
  if (choice.kind === 'impossible') return { ...nothing, changes, refusals: [choice.why, ...refusals] };
  const weakens = guarded({ repo, wanted: input.wanted, ...beforeAndAfter(input, standing, goal) });
  const continues = standing.own !== null && ownInRuleset(input) !== null;
  const found = rule?.protection ?? null;
  const marks = { sets: setsOf(found, edits), adds: addsOf(found, edits) };
  return { changes, refusals, goal, write: choice.write, weakens, continues, ...marks };
}

/** What Mainstay itself added is not the people's, and may go. */
function beforeAndAfter(
  { added = [] }: PlanInput,
  standing: Standing,
  goal: Protection,
): { readonly before: readonly Layer[]; readonly after: readonly Layer[] } {
  const { rule } = standing;
  const peoples = rule && { ...rule, protection: withoutAdded(rule.protection, added) };
  return {
    before: layersOf({ ...standing, rule: peoples }),
    after: layersOf({ ...standing, rule: ruleWith(goal) }),
  };
}

function changesOf(
  { wanted }: PlanInput,
  standing: Standing,
  { edits, goal }: { readonly edits: readonly Edit[]; readonly goal: Protection },
): Plan['changes'] {
  const level = wanted.settings.include_admins?.value === true;
  const { rule, own, sure } = standing;
  const beside = [...sure, ...(own === null ? [] : [own])]
    .filter(({ bindsAdmins }) => bindsAdmins || !level)
    .map(({ protection }) => protection);
  const found = rule === null ? [] : [rule.protection];
  const before = [...found, ...beside];
  const asked = { wanted, edits, wholly: false };
  const changes = changesBetween({
    ...asked,
    before: before.length === 0 ? null : before,
    after: [goal, ...beside],
  });
  if (changes.length > 0 || own !== null) return changes;
  // Together it was held already, and no rule alone held it: what becomes of this one is all there is to tell.
  return changesBetween({ ...asked, before: rule === null ? null : found, after: [goal] });
}

function ruleWith(protection: Protection): BranchRule {
  return { id: '', pattern: '', protection };
}
