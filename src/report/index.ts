// A story in (plans, receipts, causes), words out: the check run, the comment; the doors of whoever sends them.
// Rendering is pure, the words are the same everywhere, and text from outside is escaped here.
export { conclusionOf, isMoved, isRepaired } from './conclusion.ts';
export { renderAccepted, renderNoPull, renderOnlyAdmins } from './render-accepted.ts';
export {
  renderAnswer,
  renderHelp,
  renderNotAllowed,
  renderNotApproving,
  renderTooMany,
} from './render-answer.ts';
export { renderBridge, renderWithdrawal, type BridgeWords } from './render-bridge.ts';
export { EXPLANATION, explanationMark, renderExplanation, renderResolved } from './render-explanation.ts';
export { renderCheckRun } from './render-check-run.ts';
export { contestProblem } from './contest-words.ts';
export { renderContest } from './render-contest.ts';
export { exemptProblem, pausedProblem } from './pause-words.ts';
export {
  POLICY_CHECK,
  policyCheckMark,
  renderApproval,
  renderPolicyCheck,
  type PolicyCheck,
} from './render-policy-check.ts';
export { renderPauseAnswer, renderPauseEnded, renderPauseStarted, type PauseAnswer } from './render-pause.ts';
export type {
  Annotation,
  Button,
  CheckConclusion,
  CheckRun,
  IssueText,
  Publisher,
  Reaction,
} from './publisher.ts';
export type { Result, Stopped, Story } from './story.ts';
