import { createSign } from 'node:crypto';
import type { Simulator } from '#simulator';

export type Reply = {
  readonly status: number;
  // What comes back is checked against GitHub's description, which says more than a type here would.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
};

/** One plain HTTP request to the simulated GitHub, with nothing between: no retries, no waiting, no redirects. */
export type Ask = (
  method: string,
  path: string,
  options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Reply>;

/** Asks as whoever holds this credential; without one as nobody. */
export function askingWith(github: Simulator, credential?: string): Ask {
  return async (method, path, { body, headers } = {}) => {
    const response = await fetch(`${github.url}/api/v3${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'user-agent': 'contract-test',
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: parsed, headers: Object.fromEntries(response.headers) };
  };
}

/** Asks as the app itself. */
export function askingAsApp(github: Simulator, appId = github.state.app.id): Ask {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: now - 30, exp: now + 500, iss: String(appId) },
  ];
  const claim = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = createSign('RSA-SHA256').update(claim).sign(github.privateKey, 'base64url');
  return askingWith(github, `${claim}.${signature}`);
}

/** Asks as an installation, with a fresh token. */
export async function askingAsInstallation(github: Simulator, installationId: number): Promise<Ask> {
  const reply = await askingAsApp(github)('POST', `/app/installations/${installationId}/access_tokens`);
  if (reply.status !== 201) throw new Error(`no token: ${reply.status} ${JSON.stringify(reply.body)}`);
  return askingWith(github, String(reply.body.token));
}

export type GraphqlReply = {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors: readonly { readonly type?: string; readonly message: string; readonly path?: unknown }[];
};

/** Asks GraphQL as whoever `ask` asks as. */
export async function askGraphql(ask: Ask, query: string, variables: object = {}): Promise<GraphqlReply> {
  const { status, body } = await ask('POST', '/../graphql', { body: { query, variables } });
  return { status, data: body.data, errors: body.errors ?? [] };
}
