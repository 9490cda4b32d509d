import { accountShape, apiUrl, organisationShape } from '../shapes/account.ts';
import { invalid, notFound } from '../server/refusal.ts';
import type { Budget } from '../server/budgets.ts';
import { inOrganisation, type OrganisationCall } from './in-organisation.ts';
import { page } from './page.ts';
import type { Answer, Call, Route } from './route.ts';

const MEMBERS = { permission: 'members', level: 'read' } as const;

/** What is about the caller or the organisation, not about one repository. */
export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/rate_limit', answer: getRateLimit },
  {
    method: 'GET',
    path: '/orgs/{org}/memberships/{username}',
    answer: inOrganisation(MEMBERS, getMembership),
  },
  { method: 'GET', path: '/orgs/{org}/members', answer: inOrganisation(MEMBERS, listMembers) },
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

function getMembership({ state, organisation, params }: OrganisationCall): Answer {
  const { org = '', username = '' } = params;
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

/** `all`, `admin` or `member`; people who are no longer there are left out. */
function listMembers(call: OrganisationCall): Answer {
  const { state, organisation, query } = call;
  const asked = query.get('role') ?? 'all';
  if (!['all', 'admin', 'member'].includes(asked)) throw invalid(`The role ${asked} is not known.`);
  const members = [...organisation.members].filter(([, role]) => asked === 'all' || asked === role);
  const people = members.map(([login]) => state.people.get(login)).filter((person) => person !== undefined);
  const { items, headers } = page(call, people);
  return { status: 200, body: items.map((person) => accountShape(state, person)), headers };
}
