import type { Plan } from '#model';
import { changesBetween } from './changes-between.ts';
import { goalOf, UNPROTECTED } from './goal.ts';
import { judge } from './judge.ts';
import { classicLayer } from './layers.ts';
import { notesOn } from './notes.ts';
import { blankPlan, knowingOf, nothingToPlan, type PlanInput } from './plan-input.ts';
import { layersOf, standingOf } from './standing.ts';

/** A branch that the organisation's ruleset is to protect: what it still lacks. Nothing is written here. */
export function planOrgBranch(input: PlanInput): Plan {
  const { branch, wanted } = input;
  const blank = blankPlan(input);
  const reason = nothingToPlan(input);
  if (reason !== null) return { ...blank, refusals: [reason] };
  if (!branch.rule.known || wanted.exempt !== null) return blank;
  const standing = standingOf(input, branch.rule.value);
  const { peoplesRule, peoplesOwn, sure, unsure, unknown } = standing;
  const layers = [...sure, ...classicLayer(peoplesRule), ...(peoplesOwn === null ? [] : [peoplesOwn])];
  const elsewhere = { layers, unsure, unknown };
  const { edits, refusals } = judge({ wanted, own: null, elsewhere, knowing: knowingOf(input) });
  const found = layersOf(standing).map(({ protection }) => protection);
  const changes = changesBetween({
    wanted,
    edits,
    before: found.length === 0 ? null : found,
    after: [...found, goalOf(UNPROTECTED, edits)],
    wholly: false,
  });
  const off = input.switchedOff === null ? [] : [input.switchedOff];
  return {
    ...blank,
    changes,
    refusals: [...off, ...refusals],
    notes: notesOn(input, branch.rule.value),
    needsOrganisation: edits.length > 0,
  };
}
