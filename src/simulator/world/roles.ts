import { installationOn } from './lookup.ts';
import type { Actors } from './protection-state.ts';
import type { Repository, RepositoryRole } from './repository-state.ts';
import type { State } from './state.ts';

const ORDER: readonly RepositoryRole[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** A person's role on a repository: the highest of what they have directly, by a team and by the organisation. */
export function roleOf(state: State, repository: Repository, login: string): RepositoryRole {
  const roles = [ownerRole(state, repository, login), repository.collaborators.get(login) ?? 'none'];
  for (const [slug, role] of repository.teams) {
    if (state.teams.get(`${repository.owner}/${slug}`)?.members.has(login) === true) roles.push(role);
  }
  return roles.reduce((best, role) => (rank(role) > rank(best) ? role : best));
}

/** The actors without those who cannot write to the repository: GitHub drops them and says nothing. */
export function onlyWriters(state: State, repository: Repository, actors: Actors): Actors {
  return {
    users: [...new Set(actors.users)].filter((login) => mayWrite(roleOf(state, repository, login))),
    teams: [...new Set(actors.teams)].filter((slug) => mayWrite(repository.teams.get(slug) ?? 'none')),
    apps: [...new Set(actors.apps)].filter((slug) => appMayWrite(state, repository, slug)),
  };
}

export function mayWrite(role: RepositoryRole): boolean {
  return rank(role) >= rank('write');
}

function appMayWrite(state: State, repository: Repository, slug: string): boolean {
  const app = [...state.apps.values()].find((one) => one.slug === slug);
  if (app === undefined) return false;
  return installationOn(state, repository, app.id)?.permissions['contents'] === 'write';
}

function rank(role: RepositoryRole): number {
  return ORDER.indexOf(role);
}

function ownerRole(state: State, repository: Repository, login: string): RepositoryRole {
  const member = state.organisations.get(repository.owner)?.members.get(login);
  if (repository.owner === login || member === 'admin') return 'admin';
  return member === 'member' || repository.visibility === 'public' ? 'read' : 'none';
}
