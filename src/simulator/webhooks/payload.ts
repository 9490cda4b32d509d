import { accountShape, organisationShape, type Json } from '../shapes/account.ts';
import { installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { Happening } from '../world/happening.ts';
import type { Repository } from '../world/repository-state.ts';
import type { Installation, State } from '../world/state.ts';

/** The body of a delivery: what the event says, then what all events say. */
export function payloadOf(state: State, happening: Happening, installation: Installation): Json {
  const { action, body, repository, by } = happening;
  const owner = repository?.owner ?? happening.organisation?.login;
  const organisation = owner === undefined ? undefined : state.organisations.get(owner);
  return {
    ...(action === undefined ? {} : { action }),
    ...body,
    ...(repository === undefined ? {} : { repository: repositoryIn(state, happening.event, repository) }),
    ...(organisation === undefined ? {} : { organization: organisationShape(state, organisation) }),
    sender: accountShape(state, by),
    installation:
      happening.installation === undefined ? idsOf(installation) : installationShape(state, installation),
  };
}

/** A push shows its repository in an older form: times in seconds, the page as its address. */
function repositoryIn(state: State, event: string, repository: Repository): Json {
  const shape = repositoryShape(state, repository);
  if (event !== 'push') return shape;
  const { createdAt, pushedAt, defaultBranch, owner } = repository;
  return {
    ...shape,
    url: shape['html_url'],
    created_at: Date.parse(createdAt) / 1000,
    pushed_at: Date.parse(pushedAt ?? createdAt) / 1000,
    stargazers: 0,
    master_branch: defaultBranch,
    ...(state.organisations.has(owner) ? { organization: owner } : {}),
  };
}

function idsOf({ id }: Installation): Json {
  return { id, node_id: Buffer.from(`023:IntegrationInstallation${id}`).toString('base64') };
}
