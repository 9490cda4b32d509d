import { accountNamed } from '../world/lookup.ts';
import type { Organisation, Person, State } from '../world/state.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The address REST answers under, without a slash at the end. */
export function apiUrl(state: State): string {
  return `${state.url}/api/v3`;
}

/** A person, a bot or an organisation as GitHub shows it inside other objects. */
export function accountShape(state: State, account: Person | Organisation): Json {
  const { id, nodeId, login, type } = account;
  const url = `${apiUrl(state)}/users/${encodeURIComponent(login)}`;
  const html = type === 'Bot' ? `apps/${login.replace(/\[bot\]$/, '')}` : login;
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: `${state.url}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${state.url}/${html}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function loginShape(state: State, login: string): Json {
  return accountShape(state, accountNamed(state, login));
}

/** The `organization` of a webhook, and of a membership. */
export function organisationShape(state: State, { login, id, nodeId }: Organisation): Json {
  const url = `${apiUrl(state)}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${state.url}/avatars/u/${id}?v=4`,
    description: null,
  };
}
