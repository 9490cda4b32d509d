// In: the text of policy files, and which repository they are about. Out: what is wanted of that repository,
// each value with the line that asks for it, and a problem with line and column for each mistake.
// Nothing is read here, nothing is thrown for a broken file, and no repository's file ever loosens what it may not.
export { asksForProperties, branchesAsked } from './asked-of-github.ts';
export { jsonSchema } from './json-schema.ts';
export { looser } from './looser.ts';
export { parsePolicy, type PolicyPlace } from './parse-policy.ts';
export type { PolicyFile } from './policy-file.ts';
export { guardOf, wantedFor, type WantedAnswer, type WantedAsk } from './wanted-for.ts';
