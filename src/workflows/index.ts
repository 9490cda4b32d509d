// The meaning of workflow files. In: their texts, and what is known of the repository. Out: which contexts a pull
// request or a merge group will report, may report or can never report, each with its line, a witness and a fix.
// Here nothing is read from disk or network, and no file, however hostile, throws or takes long.
export { contextsOf } from './contexts-of.ts';
export { forecast, type Question } from './forecast.ts';
export { readWorkflows, type Workflows } from './read-workflows.ts';
export { reportsOn } from './reports-on.ts';
export type { CheckName } from './judge/resolve-check.ts';
