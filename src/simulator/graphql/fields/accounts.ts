import { accountNamed } from '../../world/lookup.ts';
import type { Ruleset } from '../../world/ruleset-state.ts';
import type { App, Organisation, Person, State } from '../../world/state.ts';
import { needOrganisation } from '../access.ts';
import { refusal } from '../refusal.ts';
import { page, PAGING } from '../page.ts';
import { as, asActor, type Args, type Context, type Fields, type Source } from '../source.ts';
import { repositoriesOf, repositoryOf } from './owned-repositories.ts';
import { findRuleset, rulesetsPage } from './ruleset.ts';

/** Whoever owns repositories, as a `RepositoryOwner`. */
export function asOwner(
  state: State,
  login: string,
): Source<'Organization'> | Source<'User'> | Source<'Bot'> {
  const account = accountNamed(state, login);
  return account.type === 'Organization' ? as('Organization', { organisation: account }) : asActor(account);
}

const ORGANIZATION_FIELDS: Fields<'Organization'> = {
  id: ({ organisation }) => organisation.nodeId,
  databaseId: ({ organisation }) => organisation.id,
  login: ({ organisation }) => organisation.login,
  name: ({ organisation }) => organisation.login,
  description: () => null,
  archivedAt: () => null,
  avatarUrl: { takes: ['size'], resolve: ({ organisation }, _, context) => avatarUrl(context, organisation) },
  url: ({ organisation }, _, { state }) => `${state.url}/${organisation.login}`,
  resourcePath: ({ organisation }) => `/${organisation.login}`,
  viewerIsAMember: () => false,
  repositories: repositoriesOf(({ organisation }) => organisation.login),
  repository: repositoryOf(({ organisation }) => organisation.login),
  membersWithRole: {
    takes: PAGING,
    resolve: ({ organisation }, args, context) => membersOf(organisation, args, context),
  },
  rulesets: rulesetsPage(ownRulesets),
  ruleset: findRuleset(ownRulesets),
  team: {
    takes: ['slug'],
    resolve: ({ organisation }, { slug }, { state }) => {
      const team = state.teams.get(`${organisation.login}/${String(slug)}`);
      return team === undefined ? null : as('Team', { team });
    },
  },
};

/**
 * An organisation's own rulesets, which REST shows only to whoever may write them
 * (https://docs.github.com/rest/orgs/rules); the same rules are readable through each repository.
 */
const OWN_RULESETS = { permission: 'organization_administration', level: 'write' } as const;

/**
 * The members, each with a role. Whoever was not given `members` is refused: how GitHub shortens the list for them is
 * not documented, and a short list would look like a whole one.
 */
function membersOf(organisation: Organisation, args: Args, context: Context): unknown {
  needOrganisation(context, organisation.login, { permission: 'members', level: 'read' });
  const people = [...organisation.members.keys()].map((login) => context.state.people.get(login));
  const known = people.filter((person) => person !== undefined);
  const listed = page(
    known.map((person) => as('User', { person })),
    args,
  );
  const edges = listed.edges.map((edge) => {
    const { login } = (edge.node as Source<'User'>).person;
    return { ...edge, role: organisation.members.get(login)?.toUpperCase(), hasTwoFactorEnabled: null };
  });
  return { ...listed, edges };
}

function ownRulesets(
  { organisation }: Source<'Organization'>,
  _: boolean,
  context: Context,
): readonly Ruleset[] {
  needOrganisation(context, organisation.login, OWN_RULESETS);
  return [...organisation.rulesets.values()];
}

const USER_FIELDS: Fields<'User'> = {
  id: ({ person }) => person.nodeId,
  databaseId: ({ person }) => person.id,
  login: ({ person }) => person.login,
  name: ({ person }) => person.name,
  avatarUrl: { takes: ['size'], resolve: ({ person }, _, context) => avatarUrl(context, person) },
  url: ({ person }, _, { state }) => `${state.url}/${person.login}`,
  resourcePath: ({ person }) => `/${person.login}`,
  isViewer: () => false,
  repositories: repositoriesOf(({ person }) => person.login),
  repository: repositoryOf(({ person }) => person.login),
};

const BOT_FIELDS: Fields<'Bot'> = {
  id: ({ person }) => person.nodeId,
  databaseId: ({ person }) => person.id,
  login: ({ person }) => appSlug(person),
  avatarUrl: { takes: ['size'], resolve: ({ person }, _, context) => avatarUrl(context, person) },
  url: ({ person }, _, { state }) => `${state.url}/apps/${appSlug(person)}`,
  resourcePath: ({ person }) => `/apps/${appSlug(person)}`,
};

const TEAM_FIELDS: Fields<'Team'> = {
  id: ({ team }) => team.nodeId,
  databaseId: ({ team }) => team.id,
  slug: ({ team }) => team.slug,
  name: ({ team }) => team.name,
  combinedSlug: ({ team }) => `${team.organisation}/${team.slug}`,
  description: () => null,
  privacy: () => 'VISIBLE',
  parentTeam: () => null,
  organization: ({ team }, _, { state }) => asOwner(state, team.organisation),
  url: ({ team }, _, { state }) => `${state.url}/orgs/${team.organisation}/teams/${team.slug}`,
  resourcePath: ({ team }) => `/orgs/${team.organisation}/teams/${team.slug}`,
};

const APP_FIELDS: Fields<'App'> = {
  id: ({ app }) => app.nodeId,
  databaseId: ({ app }) => app.id,
  slug: ({ app }) => app.slug,
  name: ({ app }) => app.name,
  description: () => null,
  createdAt: ({ app }) => app.createdAt,
  updatedAt: ({ app }) => app.createdAt,
  logoUrl: { takes: ['size'], resolve: ({ app }, _, context) => avatarUrl(context, app) },
  logoBackgroundColor: () => 'ffffff',
  url: ({ app }, _, { state }) => `${state.url}/apps/${app.slug}`,
};

export const ACCOUNT_TYPES = {
  Organization: ORGANIZATION_FIELDS,
  User: USER_FIELDS,
  Bot: BOT_FIELDS,
  Team: TEAM_FIELDS,
  App: APP_FIELDS,
};

/** GraphQL leaves the `[bot]` out that REST and webhooks write. */
function appSlug({ login }: Person): string {
  return login.replace(/\[bot\]$/, '');
}

function avatarUrl({ state }: Context, { id }: Person | Organisation | App): string {
  return `${state.url}/avatars/u/${id}?v=4`;
}

export function noSuchAccount(type: string, login: string): Error {
  return refusal('NOT_FOUND', `Could not resolve to ${type} with the login of '${login}'.`);
}
