// A Plan in, a Receipt out. The one write the plan chose, then GitHub's answer held against the goal.
// Nothing is read beforehand and nothing is decided here.
export { apply } from './apply.ts';
export type { OrgRulesetAnswer, Shown, WriteAnswer, Writer } from './writer.ts';
