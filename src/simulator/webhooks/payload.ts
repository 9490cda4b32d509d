import { accountShape, organisationShape, type Json } from '../shapes/account.ts';
import { installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { Happening } from '../world/happening.ts';
import type { Installation, State } from '../world/state.ts';

/** The body of a delivery: what the event says, then what all events say. */
export function payloadOf(state: State, happening: Happening, installation: Installation): Json {
  const { action, body, repository, by } = happening;
  const owner = repository?.owner ?? happening.organisation?.login;
  const organisation = owner === undefined ? undefined : state.organisations.get(owner);
  return {
    ...(action === undefined ? {} : { action }),
    ...body,
    ...(repository === undefined ? {} : { repository: repositoryShape(state, repository) }),
    ...(organisation === undefined ? {} : { organization: organisationShape(state, organisation) }),
    sender: accountShape(state, by),
    installation:
      happening.installation === undefined ? stub(installation) : installationShape(state, installation),
  };
}

function stub({ id }: Installation): Json {
  return { id, node_id: Buffer.from(`023:IntegrationInstallation${id}`).toString('base64') };
}
