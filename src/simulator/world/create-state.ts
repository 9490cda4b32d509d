import { organisationNamed } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Happening } from './happening.ts';
import type { App, Enterprise, Organisation, Permissions, Person, State, Team } from './state.ts';

export type StateOptions = {
  readonly appId: number;
  readonly appSlug: string;
  readonly appPermissions: Permissions;
  readonly appEvents: readonly string[];
  readonly now: () => number;
  readonly announce: (happening: Happening) => void;
};

/** An empty GitHub: the app under test, GitHub Actions, and nobody else. */
export function createState(options: StateOptions): State {
  const nextId = counter();
  const app = appOf({
    id: options.appId,
    slug: options.appSlug,
    permissions: options.appPermissions,
    events: options.appEvents,
  });
  const state: State = {
    app,
    now: options.now,
    nextId,
    announce: options.announce,
    writeListeners: new Set(),
    url: '',
    people: new Map(),
    organisations: new Map(),
    enterprises: new Map(),
    teams: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    names: new Map(),
    formerNames: new Map(),
  };
  addApp(state, app);
  addApp(state, { id: 15368, slug: 'github-actions', permissions: { checks: 'write', contents: 'write' } });
  return state;
}

export type NewApp = {
  readonly id: number;
  readonly slug: string;
  readonly name?: string;
  readonly owner?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
};

/** Registers an app together with the account it acts as, `<slug>[bot]`. */
export function addApp(state: State, app: NewApp): App {
  const added = appOf(app);
  state.apps.set(added.id, added);
  addPerson(state, `${added.slug}[bot]`, { type: 'Bot' });
  return added;
}

export function addPerson(
  state: State,
  login: string,
  { type = 'User', name = null }: { readonly type?: 'User' | 'Bot'; readonly name?: string | null } = {},
): Person {
  const id = state.nextId();
  const person: Person = { id, nodeId: nodeId(type, id), login, type, name };
  state.people.set(login, person);
  return person;
}

export type NewOrganisation = {
  readonly plan?: Organisation['plan'];
  /** Login → role; people who are not known yet are added. */
  readonly members?: Readonly<Record<string, 'admin' | 'member'>>;
};

export function addOrganisation(state: State, login: string, options: NewOrganisation = {}): Organisation {
  const id = state.nextId();
  const members = new Map(Object.entries(options.members ?? {}));
  for (const member of members.keys()) if (!state.people.has(member)) addPerson(state, member);
  const organisation: Organisation = {
    id,
    nodeId: nodeId('Organization', id),
    login,
    type: 'Organization',
    plan: options.plan ?? 'team',
    members,
    rulesets: new Map(),
  };
  state.organisations.set(login, organisation);
  return organisation;
}

/** Puts an enterprise over organisations, whose plan is then the enterprise's. */
export function addEnterprise(
  state: State,
  slug: string,
  { organisations }: { readonly organisations: readonly string[] },
): Enterprise {
  const id = state.nextId();
  for (const login of organisations) organisationNamed(state, login).plan = 'enterprise';
  const enterprise: Enterprise = {
    id,
    nodeId: nodeId('Enterprise', id),
    slug,
    organisations: new Set(organisations),
    rulesets: new Map(),
  };
  state.enterprises.set(slug, enterprise);
  return enterprise;
}

/** @param name `organisation/slug` */
export function addTeam(state: State, name: string, members: readonly string[] = []): Team {
  const [organisation = '', slug = ''] = name.split('/');
  const id = state.nextId();
  const team: Team = {
    id,
    nodeId: nodeId('Team', id),
    organisation,
    slug,
    name: slug,
    members: new Set(members),
  };
  state.teams.set(name, team);
  return team;
}

function appOf(app: NewApp): App {
  return {
    id: app.id,
    nodeId: nodeId('App', app.id),
    slug: app.slug,
    name: app.name ?? app.slug,
    owner: app.owner ?? 'github',
    createdAt: '2026-01-05T09:00:00Z',
    permissions: app.permissions ?? {},
    events: app.events ?? [],
  };
}

function counter(): () => number {
  let last = 800_000_000;
  return () => {
    last += 1;
    return last;
  };
}
