// Commands on a running server, over a Unix socket in its data folder: JSON lines, a request, progress, an answer.
// Both sides of it: `serveControl` for the server, `askControl` for the command line. Who may open the socket may ask.
// Never here: what the public port could reach.
export { askControl, type Asked } from './ask-control.ts';
export { serveControl, type Control, type ControlOptions } from './serve-control.ts';
export { jobsRequest, jobsAnswer, jobsOf, jobsVerb, type Jobs, type JobsDoor } from './verbs/jobs.ts';
export { retryRequest, retryAnswer, retryVerb } from './verbs/retry.ts';
export {
  sweepRequest,
  sweepAnswer,
  sweepProgress,
  sweepVerb,
  type SweepDoor,
  type SweepProgress,
  type Swept,
} from './verbs/sweep.ts';
