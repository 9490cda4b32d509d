import { pinned } from '../world/pinned.ts';
import type { RequiredCheck } from '../world/protection-state.ts';
import { changeRule, ruleWithChecks } from './applied-rule.ts';
import { isObject, required, texts } from './body.ts';
import { withProtection, type RepositoryCall } from './in-repository.ts';
import type { Answer, Call, Route } from './route.ts';

const PATH = '/repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts';
const ACCEPTS = { accepts: ['contexts'] };

/** The older list of required contexts. It cannot say where a check comes from, so GitHub guesses. */
export const protectionContextRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, answer: withProtection('read', (call) => contextsOf(call)) },
  {
    method: 'POST',
    path: PATH,
    ...ACCEPTS,
    answer: changing((was, asked) => [...was, ...without(asked, was)]),
  },
  { method: 'PUT', path: PATH, ...ACCEPTS, answer: changing((_, asked) => asked) },
  { method: 'DELETE', path: PATH, ...ACCEPTS, answer: changing(without) },
];

type Checks = readonly RequiredCheck[];

/** @param change from the checks that are required and those that are named to those that will be */
function changing(change: (was: Checks, asked: Checks) => Checks): (call: Call) => Answer {
  return withProtection('write', (call) => {
    const { rule, settings } = ruleWithChecks(call);
    const asked = pinned(
      call.repository,
      named(call.body).map((context) => ({ context })),
    );
    changeRule(call, rule, { checks: { ...settings.checks, checks: change(settings.checks.checks, asked) } });
    return contextsOf(call);
  });
}

/** The checks whose contexts the others do not name. */
function without(checks: Checks, others: Checks): Checks {
  const names = others.map(({ context }) => context);
  return checks.filter(({ context }) => !names.includes(context));
}

function contextsOf(call: RepositoryCall): Answer {
  const { checks } = ruleWithChecks(call).settings;
  return { status: 200, body: checks.checks.map(({ context }) => context) };
}

/** An object, or the bare list of older clients. */
function named(body: unknown): readonly string[] {
  const asked = isObject(body) ? body : { contexts: body };
  required(asked, 'contexts');
  return texts(asked, 'contexts');
}
