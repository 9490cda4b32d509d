import { accountShape, apiUrl, organisationShape } from '../shapes/account.ts';
import { notFound, Refusal } from '../server/refusal.ts';
import type { Budget } from '../server/budgets.ts';
import { holds } from '../world/caller.ts';
import type { Answer, Call, Route } from './route.ts';

/** What is about the caller or the organisation, not about one repository. */
export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/rate_limit', answer: getRateLimit },
  { method: 'GET', path: '/orgs/{org}/memberships/{username}', answer: getMembership },
];

function getRateLimit({ caller, budgets }: Call): Answer {
  const core = limit(budgets.of(caller, 'core'), 'core');
  const graphql = limit(budgets.of(caller, 'graphql'), 'graphql');
  const search = { limit: 30, used: 0, remaining: 30, reset: core.reset, resource: 'search' };
  return { status: 200, body: { resources: { core, graphql, search }, rate: core } };
}

type Limit = {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
  readonly resource: string;
};

function limit({ limit: most, used, resetAt }: Budget, resource: string): Limit {
  return {
    limit: most,
    used,
    remaining: Math.max(0, most - used),
    reset: Math.ceil(resetAt / 1000),
    resource,
  };
}

function getMembership({ state, caller, params }: Call): Answer {
  const { org = '', username = '' } = params;
  const organisation = state.organisations.get(org);
  if (caller.kind !== 'installation' || organisation === undefined) throw notFound();
  const need = { permission: 'members', level: 'read' } as const;
  if (caller.installation.account !== org || !holds(caller.permissions, need)) {
    const headers = { 'x-accepted-github-permissions': 'members=read' };
    throw new Refusal(403, 'Resource not accessible by integration', { headers });
  }
  const role = organisation.members.get(username);
  const person = state.people.get(username);
  if (role === undefined || person === undefined) throw notFound();
  const body = {
    url: `${apiUrl(state)}/orgs/${org}/memberships/${username}`,
    state: 'active',
    role,
    organization_url: `${apiUrl(state)}/orgs/${org}`,
    organization: organisationShape(state, organisation),
    user: accountShape(state, person),
  };
  return { status: 200, body };
}
