import { actorsShape, restrictionsShape } from '../shapes/protection.ts';
import { notFound } from '../server/refusal.ts';
import type { Actors } from '../world/protection-state.ts';
import { onlyWriters } from '../world/roles.ts';
import { appliedRule, branchOf, changeRule } from './applied-rule.ts';
import { isObject, required } from './body.ts';
import { withProtection, type RepositoryCall } from './in-repository.ts';
import { listed } from './protection-body.ts';
import type { Answer, Call, Route } from './route.ts';

const PATH = '/repos/{owner}/{repo}/branches/{branch}/protection/restrictions';
const KINDS = ['users', 'teams', 'apps'] as const;

/** Who may push. A PUT of the whole protection switches it on; here it is read, changed and switched off. */
export const protectionRestrictionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, answer: withProtection('read', getRestrictions) },
  { method: 'DELETE', path: PATH, answer: withProtection('write', deleteRestrictions) },
  ...KINDS.flatMap(routesOf),
];

type Kind = (typeof KINDS)[number];

function routesOf(kind: Kind): readonly Route[] {
  const common = { path: `${PATH}/${kind}`, accepts: [kind] };
  return [
    { method: 'GET', path: `${PATH}/${kind}`, answer: withProtection('read', (call) => list(call, kind)) },
    { method: 'POST', ...common, answer: changing(kind, (was, asked) => [...was, ...asked]) },
    { method: 'PUT', ...common, answer: changing(kind, (_, asked) => asked) },
    { method: 'DELETE', ...common, answer: changing(kind, without) },
  ];
}

function without(was: readonly string[], asked: readonly string[]): readonly string[] {
  return was.filter((one) => !asked.includes(one));
}

function getRestrictions(call: RepositoryCall): Answer {
  return { status: 200, body: restrictionsShape(call.state, branchOf(call), restrictionsIn(call)) };
}

function deleteRestrictions(call: RepositoryCall): Answer {
  restrictionsIn(call);
  changeRule(call, appliedRule(call), { restrictions: null });
  return { status: 204 };
}

function list(call: RepositoryCall, kind: Kind): Answer {
  return { status: 200, body: actorsShape(call.state, branchOf(call), restrictionsIn(call))[kind] };
}

type Change = (was: readonly string[], asked: readonly string[]) => readonly string[];

/** Whoever cannot write to the repository is dropped without a word, as everywhere. */
function changing(kind: Kind, change: Change): (call: Call) => Answer {
  return withProtection('write', (call) => {
    const was = restrictionsIn(call);
    const body = isObject(call.body) ? call.body : { [kind]: call.body };
    required(body, kind);
    const wanted = { ...was, [kind]: change(was[kind], listed({ [kind]: body[kind] })[kind]) };
    changeRule(call, appliedRule(call), { restrictions: onlyWriters(call.state, call.repository, wanted) });
    return list(call, kind);
  });
}

/** In which words GitHub says that pushes are not restricted is not documented. */
function restrictionsIn(call: RepositoryCall): Actors {
  const { restrictions } = appliedRule(call).settings;
  if (restrictions === null) throw notFound();
  return restrictions;
}
