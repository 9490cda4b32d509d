// What is wanted and what is there in, one Plan for each branch out: differences as values, the smallest write,
// refusals with their reasons, and the words for all of it. Pure; a plan that would weaken anything is a bug.
export { bridgeMark, planBridge, type BridgeDecision, type BridgeObstacle, type Bridged } from './bridge.ts';
export { acceptable, explainPull, type Explanation, type Remedy, type Stuck } from './explain-pull.ts';
export { previewPolicy, type PolicyPreview } from './preview-policy.ts';
export { groupReport } from './group-report.ts';
export { withoutLeftOut } from './left-out.ts';
export { planBranch, type PlanInput } from './plan-branch.ts';
export { checkOf, nameOf } from './requirements.ts';
export { weakened } from './strength.ts';
export {
  appWords,
  changeWords,
  dimensionWords,
  originWords,
  wantedWords,
  type ChangeWords,
} from './words.ts';
