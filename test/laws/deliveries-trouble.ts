import fc from 'fast-check';
import type { Fault, Permissions } from '#simulator';
import type { Answer } from './wire.ts';

/** What keeps Mainstay from knowing how things stand. */
export type Trouble =
  /** A part of the GraphQL answer is missing, and an error says so. `at` picks the part, `up` takes more around it. */
  | {
      readonly kind: 'hole';
      readonly of: Of;
      readonly at: number;
      readonly up: number;
      readonly error: GraphError;
    }
  /** The organisation's policy is there and cannot be read whole. */
  | { readonly kind: 'policy'; readonly as: Readonly<Record<string, unknown>> }
  /** One door of GitHub answers this, whatever is asked. */
  | { readonly kind: 'answer'; readonly door: Door; readonly fault: Fault }
  /** The organisation granted less than the App asks for. */
  | { readonly kind: 'permissions'; readonly granted: Permissions };

type Of = 'the rule' | 'anything';
type GraphError = { readonly type?: string; readonly message: string };
/** How requests are told apart: GraphQL, the REST view of a protection, and the token they are made with. */
type Door = 'graphql' | 'protection' | 'token';

const ERRORS: readonly GraphError[] = [
  { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
  { type: 'NOT_FOUND', message: 'Could not resolve to a node with that id.' },
  { type: 'INTERNAL', message: 'An internal error occurred.' },
  { type: 'SERVICE_UNAVAILABLE', message: 'Please try again.' },
  { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' },
  { message: 'A field could not be read.' },
];
const holes: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constant('hole' as const),
  of: fc.constantFrom<Of>('the rule', 'anything'),
  at: fc.nat({ max: 999 }),
  up: fc.constantFrom(0, 1, 1, 2),
  error: fc.constantFrom(...ERRORS),
});

const policies: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constant('policy' as const),
  as: fc.constantFrom<Readonly<Record<string, unknown>>>(
    { isTruncated: true },
    { isBinary: true, text: null },
    { text: null },
    { __typename: 'Tree' },
  ),
});

const REFUSALS: readonly (readonly [number, string])[] = [
  [403, 'Resource not accessible by integration'],
  [403, 'This installation has been suspended'],
  [403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.'],
  [403, 'Repository access blocked'],
  [404, 'Not Found'],
  [410, 'Gone'],
  [451, 'Repository access blocked'],
  [422, 'Validation Failed'],
];
const NO_ANSWERS: readonly Fault[] = [
  { status: 200, body: {} },
  { status: 200, body: { data: null } },
  { status: 200, body: { data: {} } },
  { status: 200, body: { errors: [{ message: 'Not now.' }] } },
  { status: 200, body: { data: { repository: 7, policyRepository: 'none', nodes: [{}] } } },
  { status: 200, body: [] },
  { status: 200, body: 'Unicorn!' },
];
const refusals: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constant('answer' as const),
  door: fc.constantFrom<Door>('graphql', 'protection', 'token'),
  fault: fc
    .constantFrom(...REFUSALS)
    .map(([status, message]): Fault => ({ status, body: { message, documentation_url: '' } })),
});
const noAnswers: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constant('answer' as const),
  door: fc.constantFrom<Door>('graphql', 'protection'),
  fault: fc.constantFrom(...NO_ANSWERS),
});

const ADMINISTRATION: Permissions = { administration: 'write' };
const CONTENTS: Permissions = { contents: 'read' };
const OTHERS: Permissions = { metadata: 'read', checks: 'write', issues: 'write' };
/** Everything the App asks for. */
export const GRANTED: Permissions = { ...ADMINISTRATION, ...CONTENTS, ...OTHERS };
const permissions: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constant('permissions' as const),
  granted: fc.constantFrom<Permissions>(
    { metadata: 'read' },
    { ...CONTENTS, ...OTHERS },
    { ...ADMINISTRATION, ...OTHERS },
  ),
});

export const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  { arbitrary: holes, weight: 6 },
  { arbitrary: refusals, weight: 3 },
  { arbitrary: noAnswers, weight: 1 },
  { arbitrary: policies, weight: 1 },
  { arbitrary: permissions, weight: 1 },
);

/** The answer as the trouble leaves it. */
export function troubled(trouble: Trouble, answer: Answer): Answer {
  if (trouble.kind === 'hole') return withHole(answer, trouble);
  if (trouble.kind === 'policy') return withPolicy(answer, trouble.as);
  return answer;
}

type Path = readonly (string | number)[];
type Tree = { [key: string | number]: unknown };

/** A rule that is there and hidden, in each way GitHub has of saying so: read as "no rule" it would be replaced. */
export const HIDDEN_RULES: readonly Trouble[] = ERRORS.map((error) => ({
  kind: 'hole',
  of: 'the rule',
  at: 3,
  up: 1,
  error,
}));

function withHole(answer: Answer, { of, at, up, error }: Extract<Trouble, { kind: 'hole' }>): Answer {
  const data = structuredClone(answer.data) as Tree;
  const all = pathsIn(data, []).filter(matters);
  const ofRule = all.filter((path) => path.includes('branchProtectionRule'));
  const paths =
    of === 'the rule' && ofRule.length > 0 ? ofRule : all.filter((path) => !isAnswer(path, error));
  const path = paths[at % Math.max(paths.length, 1)];
  if (path === undefined) return answer;
  cut(data, path.slice(0, Math.max(path.length - up, 1)));
  return { data, errors: [...(answer.errors ?? []), { ...error, path }] };
}

function pathsIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const below = entries.flatMap(([key, child]) => pathsIn(child, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

/**
 * Without these a write is still a matter of what is known: what the last report said; the people a rule names, which
 * a write of other fields leaves alone; sources of checks, which REST tells as well; whether a file that shows its
 * text might be binary; and a repository's own policy and workflows, which can only ask for more than the organisation.
 */
const MATTERS_NOT = new Set([
  'checkSuites',
  'pushAllowances',
  'bypassForcePushAllowances',
  'bypassPullRequestAllowances',
  'reviewDismissalAllowances',
  'requiredStatusChecks',
  'isBinary',
  'workflows',
]);

function matters(path: Path): boolean {
  if (path.some((step) => MATTERS_NOT.has(String(step)))) return false;
  return path[0] === 'policyRepository' || !path.includes('policy');
}

/** GitHub's own way to say that there is no policy repository. */
function isAnswer([root]: Path, { type }: GraphError): boolean {
  return root === 'policyRepository' && type === 'NOT_FOUND';
}

function cut(data: Tree, path: Path): void {
  let parent: Tree = data;
  for (const step of path.slice(0, -1)) parent = parent[step] as Tree;
  parent[path.at(-1) ?? ''] = null;
}

function withPolicy(answer: Answer, as: Readonly<Record<string, unknown>>): Answer {
  const data = structuredClone(answer.data) as { policyRepository?: { policy?: object | null } | null };
  if (data.policyRepository?.policy) Object.assign(data.policyRepository.policy, as);
  return { ...answer, data };
}
