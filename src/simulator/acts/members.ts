import { organisationShape, loginShape, apiUrl } from '../shapes/account.ts';
import { organisationNamed, personNamed } from '../world/lookup.ts';
import type { Organisation, State } from '../world/state.ts';

type Membership = { readonly who: string; readonly by: string };

/** Makes somebody a member of an organisation, or gives a member another role, which GitHub tells nobody of. */
export function setMember(
  state: State,
  login: string,
  { who, role, by }: Membership & { readonly role: 'admin' | 'member' },
): void {
  const organisation = organisationNamed(state, login);
  const isNew = !organisation.members.has(personNamed(state, who).login);
  organisation.members.set(who, role);
  if (isNew) tell(state, organisation, { who, by, action: 'member_added', role });
}

/** Takes somebody out of an organisation, and out of its teams. */
export function removeMember(state: State, login: string, { who, by }: Membership): void {
  const organisation = organisationNamed(state, login);
  const role = organisation.members.get(who);
  if (role === undefined) throw new Error(`${who} is not a member of ${login}`);
  organisation.members.delete(who);
  for (const team of state.teams.values()) if (team.organisation === login) team.members.delete(who);
  tell(state, organisation, { who, by, action: 'member_removed', role });
}

type News = Membership & { readonly action: string; readonly role: 'admin' | 'member' };

function tell(state: State, organisation: Organisation, { who, by, action, role }: News): void {
  const membership = {
    url: `${apiUrl(state)}/orgs/${organisation.login}/memberships/${who}`,
    state: 'active',
    role,
    organization_url: organisationShape(state, organisation)['url'],
    user: loginShape(state, who),
  };
  const body = { membership };
  state.announce({ event: 'organization', action, by: personNamed(state, by), organisation, body });
}
