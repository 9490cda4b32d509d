// What is wanted and what is there in, one Plan for each branch out: differences as values, the smallest write,
// refusals with their reasons, and the words for all of it. Pure; a plan that would weaken anything is a bug.
export { addedAfter } from './added-after.ts';
export { bridgeMark, planBridge, type BridgeDecision, type BridgeObstacle, type Bridged } from './bridge.ts';
export { acceptable, explainPull, type Explanation, type Remedy, type Stuck } from './explain-pull.ts';
export { groupReport } from './group-report.ts';
export { weakenedInForce } from './in-force.ts';
export { bindingOf, layerOf, type Layer } from './layers.ts';
export { withoutLeftOut } from './left-out.ts';
export { madeAfter } from './made-after.ts';
export { planBranch } from './plan-branch.ts';
export type { PlanInput } from './plan-input.ts';
export { planOrgRuleset, type OrgRepository, type OrgRulesetPlan } from './plan-org-ruleset.ts';
export { planRepository } from './plan-repository.ts';
export { projectRules } from './project.ts';
export { requiredOn } from './required-on.ts';
export { checkOf, nameOf, requirementsOf, type Requirement } from './requirements.ts';
export { weakened } from './strength.ts';
export { isTouched, isWeaker, policyEffect, type BranchEffect, type PolicyEffect } from './policy-effect.ts';
export {
  appWords,
  changeWords,
  dimensionWords,
  originWords,
  wantedWords,
  type ChangeWords,
} from './words.ts';
