import { randomBytes } from 'node:crypto';
import { appShape, installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { invalid, notFound, Refusal } from '../server/refusal.ts';
import { holds, isGiven } from '../world/caller.ts';
import { findRepository, installationOn } from '../world/lookup.ts';
import type { Installation, Level, Permissions, Token } from '../world/state.ts';
import { isObject, objectBody, texts, wrongType, type Body } from './body.ts';
import { page } from './page.ts';
import type { Answer, Call, Route } from './route.ts';

const HOUR = 3_600_000;

/** What the app does in its own name, by JSON web token, and what an installation is given. */
export const appRoutes: readonly Route[] = [
  { method: 'GET', path: '/app', answer: byApp(({ state }) => ok(appShape(state, state.app))) },
  { method: 'GET', path: '/app/installations', answer: byApp(listInstallations) },
  {
    method: 'GET',
    path: '/app/installations/{installation_id}',
    answer: byApp((call) => ok(installationShape(call.state, installationOf(call)))),
  },
  {
    method: 'POST',
    path: '/app/installations/{installation_id}/access_tokens',
    accepts: ['repositories', 'repository_ids', 'permissions'],
    answer: byApp(createToken),
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/installation', answer: byApp(installationOnRepository) },
  {
    method: 'GET',
    path: '/orgs/{org}/installation',
    answer: byApp((call) => installationOnAccount(call, 'org')),
  },
  {
    method: 'GET',
    path: '/users/{username}/installation',
    answer: byApp((call) => installationOnAccount(call, 'username')),
  },
  { method: 'GET', path: '/apps/{app_slug}', answer: getApp },
  { method: 'GET', path: '/installation/repositories', answer: listRepositories },
];

/** Only the app's own token will do; an installation's is refused as GitHub refuses it. */
export function byApp(answer: (call: Call) => Answer): (call: Call) => Answer {
  return (call) => {
    if (call.caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
    return answer(call);
  };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function ownInstallations({ state }: Call): readonly Installation[] {
  return [...state.installations.values()].filter((one) => one.appId === state.app.id);
}

function listInstallations(call: Call): Answer {
  const { items, headers } = page(call, ownInstallations(call));
  return { ...ok(items.map((one) => installationShape(call.state, one))), headers };
}

function installationOf(call: Call): Installation {
  const id = Number(call.params['installation_id']);
  const found = ownInstallations(call).find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function createToken(call: Call): Answer {
  const { state } = call;
  const installation = installationOf(call);
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const body = objectBody(call.body);
  const permissions = askedPermissions(body, installation);
  const repositoryIds = askedRepositories(call, body, installation);
  // Since 2026 tokens carry a JSON web token and are several hundred characters long.
  const parts = [60, 220, 256].map((bytes) => randomBytes(bytes).toString('base64url'));
  const token: Token = {
    token: `ghs_${state.app.id}_${parts.join('.')}`,
    installationId: installation.id,
    expiresAt: state.now() + HOUR,
    permissions,
    repositoryIds,
  };
  state.tokens.set(token.token, token);
  const chosen = [...state.repositories.values()].filter(({ id }) => repositoryIds?.has(id) === true);
  const body201 = {
    token: token.token,
    expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    permissions: permissions ?? installation.permissions,
    repository_selection: repositoryIds === null ? installation.selection : 'selected',
    ...(repositoryIds === null ? {} : { repositories: chosen.map((one) => repositoryShape(state, one)) }),
  };
  return { status: 201, body: body201 };
}

function askedPermissions(body: Body, installation: Installation): Permissions | null {
  const asked = body['permissions'];
  if (asked === undefined) return null;
  if (!isObject(asked)) throw wrongType(body, 'permissions', 'an object');
  for (const [permission, level] of Object.entries(asked)) {
    if (!holds(installation.permissions, { permission, level: level as Level })) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return { metadata: 'read', ...(asked as Permissions) };
}

function askedRepositories(call: Call, body: Body, installation: Installation): ReadonlySet<number> | null {
  const ids = body['repository_ids'];
  if (ids === undefined && body['repositories'] === undefined) return null;
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'number'))) {
    throw invalid("For 'properties/repository_ids', it is not an array of integers.");
  }
  const names = texts(body, 'repositories');
  const all = [...call.state.repositories.values()].filter(
    (one) => installationOn(call.state, one)?.id === installation.id,
  );
  const chosen = all.filter(({ id, name }) => names.includes(name) || ids?.includes(id) === true);
  if (chosen.length < names.length + (ids?.length ?? 0)) {
    const message =
      'There is at least one repository that does not exist or is not accessible to the parent installation.';
    throw new Refusal(422, message);
  }
  return new Set(chosen.map(({ id }) => id));
}

function installationOnRepository(call: Call): Answer {
  const { owner = '', repo = '' } = call.params;
  const repository = findRepository(call.state, `${owner}/${repo}`);
  const installation = repository === undefined ? undefined : installationOn(call.state, repository);
  if (installation === undefined) throw notFound();
  return ok(installationShape(call.state, installation));
}

function installationOnAccount(call: Call, key: string): Answer {
  const account = call.params[key]?.toLowerCase();
  const found = ownInstallations(call).find((one) => one.account.toLowerCase() === account);
  if (found === undefined) throw notFound();
  return ok(installationShape(call.state, found));
}

function getApp({ state, params }: Call): Answer {
  const app = [...state.apps.values()].find(({ slug }) => slug === params['app_slug']);
  if (app === undefined) throw notFound();
  return ok(appShape(state, app));
}

function listRepositories(call: Call): Answer {
  const { caller, state } = call;
  if (caller.kind !== 'installation')
    throw new Refusal(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  const given = [...state.repositories.values()].filter((one) => isGiven(caller, one));
  const { items, headers } = page(call, given);
  const body = {
    total_count: given.length,
    repository_selection: caller.token.repositoryIds === null ? caller.installation.selection : 'selected',
    repositories: items.map((one) => repositoryShape(state, one)),
  };
  return { ...ok(body), headers };
}
