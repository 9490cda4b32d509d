import { accountNamed } from '../world/lookup.ts';
import type { App, Installation, State } from '../world/state.ts';
import { accountShape, apiUrl, loginShape, type Json } from './account.ts';

export function appShape(state: State, app: App): Json {
  return {
    id: app.id,
    client_id: `Iv23li${String(app.id).padStart(14, '0')}`,
    slug: app.slug,
    node_id: app.nodeId,
    owner: ownerShape(state, app.owner),
    name: app.name,
    description: '',
    external_url: `${state.url}/apps/${app.slug}`,
    html_url: `${state.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationShape(state: State, installation: Installation): Json {
  const account = accountNamed(state, installation.account);
  const app = state.apps.get(installation.appId);
  const html = account.type === 'Organization' ? `organizations/${account.login}/settings` : 'settings';
  return {
    id: installation.id,
    account: accountShape(state, account),
    repository_selection: installation.selection,
    access_tokens_url: `${apiUrl(state)}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${apiUrl(state)}/installation/repositories`,
    html_url: `${state.url}/${html}/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? '',
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedBy === null ? null : loginShape(state, installation.suspendedBy),
    suspended_at: installation.suspendedAt,
  };
}

function ownerShape(state: State, login: string): Json {
  const known = state.organisations.get(login) ?? state.people.get(login);
  if (known !== undefined) return accountShape(state, known);
  return accountShape(state, { id: 9919, nodeId: 'O_kwOTkxOQ', login, type: 'User', name: null });
}
