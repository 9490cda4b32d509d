import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { matchRoute, type Answer, type Call, type Route } from '../rest/route.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Caller } from '../world/caller.ts';
import type { Graphql, Hole } from '../world/graphql-door.ts';
import type { State } from '../world/state.ts';
import { authenticate } from './authenticate.ts';
import { budgetHeaders, isSpent, type Budgets, type Resource } from './budgets.ts';
import type { Arrival } from './exchange.ts';
import { answerGraphql } from './graphql.ts';
import { notFound, Refusal } from './refusal.ts';

export type Hub = {
  readonly state: State;
  readonly webhooks: Webhooks;
  readonly budgets: Budgets;
  readonly publicKey: KeyObject;
  readonly graphql: Graphql;
  readonly routes: readonly Route[];
};

/** A request off the wire: `path` without prefix and query. */
export type Incoming = Arrival & {
  readonly search: URLSearchParams;
  /** False when the body was not JSON. */
  readonly readable: boolean;
  readonly hole?: Hole;
};

/** An answer, and what the log says about it. */
export type Outgoing = {
  readonly answer: Answer;
  readonly caller: Caller;
  readonly route: 'rest' | 'graphql' | 'token';
  readonly operation: string;
  readonly wrote: boolean;
  readonly unknown: boolean;
  readonly unknownKeys: readonly string[];
};

const VERSIONS = ['2022-11-28', '2026-03-10'];

/** What GitHub answers to a request. Only a bug throws. */
export async function handle(hub: Hub, incoming: Incoming): Promise<Outgoing> {
  const known = describe(hub, incoming);
  let caller: Caller = { kind: 'nobody' };
  try {
    caller = admit(hub, incoming);
    const done = await perform(hub, { incoming, caller, known });
    return finished(hub, { incoming, caller, known }, done);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const answer = { status: error.status, body: error.body, headers: error.headers };
    const done = { answer, operation: known.operation, wrote: false, cost: 1 };
    return finished(hub, { incoming, caller, known }, done);
  }
}

function finished(hub: Hub, { incoming, caller, known }: Task, done: Done): Outgoing {
  const answer = withEtag(incoming, caller, done.answer);
  if (answer.status !== 304) hub.budgets.spend(caller, resourceOf(known.route), done.cost);
  return { ...known, ...done, caller, answer: decorated(hub, { caller, route: known.route }, answer) };
}

type Known = Omit<Outgoing, 'answer' | 'caller'>;

function describe(hub: Hub, { method, path, requestBody }: Incoming): Known {
  const plain = { wrote: method !== 'GET', unknown: false, unknownKeys: [] };
  if (path === '/graphql') return { ...plain, route: 'graphql', operation: 'graphql', wrote: false };
  const match = matchRoute(hub.routes, method, canonical(hub.state, path));
  if (match === undefined) return { ...plain, route: 'rest', operation: `${method} ${path}`, unknown: true };
  const { route } = match;
  const accepted = route.accepts ?? [];
  // A bare list, which some routes still take, has no keys.
  const keys = Array.isArray(requestBody) ? [] : Object.keys(requestBody ?? {});
  const unknownKeys = keys.filter((key) => !accepted.includes(key));
  const kind = route.path.endsWith('/access_tokens') ? 'token' : 'rest';
  return { ...plain, route: kind, operation: `${method} ${route.path}`, unknownKeys };
}

/** What is refused before anybody looks at the path. */
function admit({ state, publicKey, budgets }: Hub, { headers, path, readable }: Incoming): Caller {
  if (headers['user-agent'] === undefined) {
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  }
  const version = headers['x-github-api-version'];
  if (version !== undefined && !VERSIONS.includes(version)) {
    throw new Refusal(400, `The version specified (${version}) is not supported`);
  }
  const caller = authenticate(state, publicKey, headers['authorization']);
  if (caller.kind === 'nobody' && !path.startsWith('/apps/'))
    throw new Refusal(401, 'Requires authentication');
  if (!readable) throw new Refusal(400, 'Problems parsing JSON');
  if (caller.kind === 'installation' && path !== '/graphql' && path !== '/rate_limit') spare(budgets, caller);
  return caller;
}

function spare(budgets: Budgets, caller: Caller & { readonly kind: 'installation' }): void {
  const budget = budgets.of(caller, 'core');
  if (!isSpent(budget)) return;
  const headers = budgetHeaders(budget, 'core');
  throw new Refusal(403, `API rate limit exceeded for installation ID ${caller.installation.id}.`, {
    headers,
  });
}

type Task = { readonly incoming: Incoming; readonly caller: Caller; readonly known: Known };
type Done = {
  readonly answer: Answer;
  readonly operation: string;
  readonly wrote: boolean;
  readonly cost: number;
};

async function perform(hub: Hub, { incoming, caller, known }: Task): Promise<Done> {
  if (known.route === 'graphql') return answerGraphql(hub, incoming, caller);
  const { state, webhooks, budgets, routes } = hub;
  const path = canonical(state, incoming.path);
  const match = matchRoute(routes, incoming.method, path);
  if (match === undefined) throw notFound();
  const { method, search: query, requestBody: body } = incoming;
  const call: Call = { state, webhooks, budgets, caller, method, path, params: match.params, query, body };
  const answer = match.route.answer(call);
  const cost = path === '/rate_limit' ? 0 : 1;
  return { answer, operation: known.operation, wrote: known.wrote && answer.status < 300, cost };
}

/** `/repositories/{id}/…`, where redirects lead, is the same as `/repos/{owner}/{repo}/…`. */
function canonical(state: State, path: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const repository = state.repositories.get(Number(id));
  return repository === undefined ? path : `/repos/${repository.owner}/${repository.name}${rest}`;
}

/** ETags belong to a token: the same body has another one an hour later. */
function withEtag(incoming: Incoming, caller: Caller, answer: Answer): Answer {
  if (incoming.method !== 'GET' || answer.status !== 200) return answer;
  const owner = caller.kind === 'installation' ? caller.token.token : caller.kind;
  const hash = createHash('sha256').update(owner).update(JSON.stringify(answer.body)).digest('hex');
  const headers = { ...answer.headers, etag: `W/"${hash}"` };
  if (incoming.headers['if-none-match'] !== headers.etag) return { ...answer, headers };
  return { status: 304, headers };
}

function decorated(
  { budgets }: Hub,
  { caller, route }: Pick<Outgoing, 'caller' | 'route'>,
  answer: Answer,
): Answer {
  const resource = resourceOf(route);
  const limits = caller.kind === 'nobody' ? {} : budgetHeaders(budgets.of(caller, resource), resource);
  const headers = {
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomBytes(16).toString('hex').toUpperCase(),
    'x-github-api-version-selected': '2022-11-28',
    ...limits,
    ...answer.headers,
  };
  return { ...answer, headers };
}

function resourceOf(route: Outgoing['route']): Resource {
  return route === 'graphql' ? 'graphql' : 'core';
}
