import { shortRepositoryShape } from '../shapes/repository.ts';
import { covers, isoNow, personNamed, repositoryNamed } from '../world/lookup.ts';
import type { Repository } from '../world/repository-state.ts';
import type { Installation, Permissions, State } from '../world/state.ts';

export type NewInstallation = {
  readonly by: string;
  /** `all`, or the full names that are given. */
  readonly repositories?: 'all' | readonly string[];
  /** What the organisation granted; what the app asks for unless told otherwise. */
  readonly permissions?: Permissions;
  /** The app under test unless told otherwise. */
  readonly appId?: number;
};

type Sender = { readonly by: string };
type Selection = { readonly repositories: readonly string[]; readonly by: string };

/** An owner installs an app on an account. */
export function installApp(state: State, account: string, options: NewInstallation): Installation {
  const app = state.apps.get(options.appId ?? state.app.id);
  if (app === undefined) throw new Error(`The simulated GitHub has no app ${String(options.appId)}`);
  const given = options.repositories ?? 'all';
  const now = isoNow(state);
  const installation: Installation = {
    id: state.nextId(),
    appId: app.id,
    account,
    createdAt: now,
    selection: given === 'all' ? 'all' : 'selected',
    selected: new Set(given === 'all' ? [] : given.map((name) => repositoryNamed(state, name).id)),
    permissions: { metadata: 'read', ...(options.permissions ?? app.permissions) },
    events: app.events,
    suspendedAt: null,
    suspendedBy: null,
    updatedAt: now,
  };
  state.installations.set(installation.id, installation);
  tell(state, { installation, by: options.by, action: 'created' });
  return installation;
}

export function uninstallApp(state: State, account: string, { by }: Sender): void {
  const installation = installationAt(state, account);
  tell(state, { installation, by, action: 'deleted' });
  state.installations.delete(installation.id);
}

export function suspend(state: State, account: string, { by }: Sender): void {
  const installation = installationAt(state, account);
  installation.suspendedAt = isoNow(state);
  installation.suspendedBy = by;
  tell(state, { installation, by, action: 'suspend' });
}

export function unsuspend(state: State, account: string, { by }: Sender): void {
  const installation = installationAt(state, account);
  installation.suspendedAt = null;
  installation.suspendedBy = null;
  tell(state, { installation, by, action: 'unsuspend' });
}

/** An owner accepts the permissions an app asks for anew. */
export function changePermissions(
  state: State,
  account: string,
  { permissions, by }: Sender & { readonly permissions: Permissions },
): void {
  const installation = installationAt(state, account);
  installation.permissions = { metadata: 'read', ...permissions };
  installation.updatedAt = isoNow(state);
  tell(state, { installation, by, action: 'new_permissions_accepted' });
}

export function addRepositories(state: State, account: string, { repositories, by }: Selection): void {
  const installation = installationAt(state, account);
  const added = repositories.map((name) => repositoryNamed(state, name));
  for (const { id } of added) installation.selected.add(id);
  tellSelection(state, { installation, by, action: 'added', changed: added });
}

export function removeRepositories(state: State, account: string, { repositories, by }: Selection): void {
  const installation = installationAt(state, account);
  const removed = repositories.map((name) => repositoryNamed(state, name));
  for (const { id } of removed) installation.selected.delete(id);
  tellSelection(state, { installation, by, action: 'removed', changed: removed });
}

type News = { readonly installation: Installation; readonly by: string; readonly action: string };

function tell(state: State, { installation, by, action }: News): void {
  const given = [...state.repositories.values()].filter((repository) => covers(installation, repository));
  const body = action.endsWith('suspend')
    ? {}
    : { repositories: given.map((one) => shortRepositoryShape(one)) };
  state.announce({ event: 'installation', action, by: personNamed(state, by), installation, body });
}

function tellSelection(
  state: State,
  { changed, ...news }: News & { readonly changed: readonly Repository[] },
): void {
  const { installation, by, action } = news;
  const shapes = changed.map((one) => shortRepositoryShape(one));
  const body = {
    repository_selection: installation.selection,
    repositories_added: action === 'added' ? shapes : [],
    repositories_removed: action === 'removed' ? shapes : [],
    requester: null,
  };
  state.announce({
    event: 'installation_repositories',
    action,
    by: personNamed(state, by),
    installation,
    body,
  });
}

function installationAt(state: State, account: string): Installation {
  const all = [...state.installations.values()];
  const found = all.find((one) => one.appId === state.app.id && one.account === account);
  if (found === undefined) throw new Error(`The app is not installed on ${account}`);
  return found;
}
