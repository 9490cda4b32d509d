import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import type { Access } from '#model';
import { type Failure, failureOf, isSuspension, unusable } from './failure.ts';
import { type GraphAnswer, graphAnswerOf } from './graph-answer.ts';

/** `probot.auth`: a client of one installation, or of the App itself. */
export type Authenticate = (installation?: number) => Promise<ProbotOctokit>;

/** What came of a request: its data, or GitHub's refusal. Limits and outages are thrown. */
export type Attempt<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly failure: Failure };

export type Variables = Readonly<Record<string, unknown>>;

/** One installation's line to GitHub. Reads are tried again by the client; writes take turns and are sent once. */
export interface Session {
  readonly installation: number;
  access(): Promise<Access>;
  read(route: string, parameters: Variables): Promise<Attempt<unknown>>;
  write(route: string, parameters: Variables): Promise<Attempt<unknown>>;
  query(document: string, variables: Variables): Promise<Attempt<GraphAnswer>>;
  mutate(document: string, variables: Variables): Promise<Attempt<GraphAnswer>>;
  /** Whether GitHub's last word to this installation was that it is suspended. */
  suspended(): boolean;
  /** The next request is made with a new token: permissions or repositories have changed. */
  forget(): void;
}

const INSTALLATION = { type: 'installation' } as const;
const token = z.object({
  permissions: z.record(z.string(), z.string()),
  repositorySelection: z.enum(['all', 'selected']),
});
/** A redirect would turn a POST into a GET: the repository moved, so the work is done again with its new name. */
const ONCE = { retries: 0, redirect: 'error' };

/** The session of an installation; `turn` resolves when its next write may start. */
export function createSession(on: {
  readonly installation: number;
  readonly authenticate: Authenticate;
  readonly turn: () => Promise<void>;
}): Session {
  const line = createLine(on.authenticate, on.installation);
  return {
    installation: on.installation,
    access: () => accessOf(line, on.installation),
    read: (route, parameters) => rest(line, route, parameters),
    query: (document, variables) => graph(line, document, variables),
    write: async (route, parameters) => {
      await on.turn();
      return rest(line, route, { ...parameters, request: ONCE });
    },
    mutate: async (document, variables) => {
      await on.turn();
      return graph(line, document, { ...variables, request: ONCE });
    },
    suspended: () => line.suspended,
    forget: line.forget,
  };
}

/** Where clients come from, and how to say that the token is no longer good. */
type Line = {
  readonly client: () => Promise<ProbotOctokit>;
  readonly forget: () => void;
  suspended: boolean;
};

function createLine(authenticate: Authenticate, installation: number): Line {
  let made: Promise<ProbotOctokit> | null = null;
  let stale = false;
  let renewal: Promise<unknown> | null = null;
  async function renew(octokit: ProbotOctokit): Promise<void> {
    try {
      await octokit.auth({ ...INSTALLATION, refresh: true });
    } catch (error) {
      stale = true;
      throw error;
    }
  }
  return {
    suspended: false,
    client: async () => {
      const octokit = await (made ??= authenticate(installation));
      if (stale) {
        stale = false;
        renewal = renew(octokit);
      }
      await renewal;
      return octokit;
    },
    forget: () => {
      stale = true;
    },
  };
}

/** A suspended or removed installation may do nothing, which is an answer. */
async function accessOf(line: Line, installation: number): Promise<Access> {
  const answer = await attempt(line, (octokit) => octokit.auth(INSTALLATION));
  if (!answer.ok) return { installation, permissions: {}, selection: 'selected' };
  const parsed = token.safeParse(answer.data);
  if (!parsed.success) throw unusable('the token does not say what it permits');
  return { installation, permissions: parsed.data.permissions, selection: parsed.data.repositorySelection };
}

/** One REST request by its route (`GET /repos/{owner}/{repo}`), with `failureOf`'s way of failing. */
export async function rest(line: Line, route: string, parameters: Variables): Promise<Attempt<unknown>> {
  return attempt(line, async (octokit) => {
    const response: { readonly data: unknown } = await octokit.request(route, parameters);
    line.suspended = false;
    return response.data;
  });
}

async function graph(line: Line, document: string, variables: Variables): Promise<Attempt<GraphAnswer>> {
  return attempt(line, async (octokit) => {
    try {
      const data: unknown = await octokit.graphql(document, variables);
      line.suspended = false;
      if (typeof data !== 'object' || data === null) throw unusable('no data and no errors');
      return { data, errors: [] };
    } catch (error) {
      const answer = graphAnswerOf(error);
      if (answer === null) throw error;
      return answer;
    }
  });
}

async function attempt<T>(line: Line, request: (octokit: ProbotOctokit) => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, data: await request(await line.client()) };
  } catch (error) {
    if (isUnauthorised(error)) line.forget();
    const failure = failureOf(error);
    line.suspended = isSuspension(failure);
    return { ok: false, failure };
  }
}

/** The client would keep a token that GitHub revoked until it is an hour old. */
function isUnauthorised(error: unknown): boolean {
  return error instanceof Object && 'status' in error && error.status === 401;
}
