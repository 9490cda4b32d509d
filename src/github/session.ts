import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import type { Access } from '#model';
import { type Failure, failureOf, isSuspension, unusable } from './failure.ts';
import type { Governor } from './governor/create-governor.ts';
import type { HeldTurn } from './governor/held-turn.ts';
import { type Budget, type Cost, MUTATION, QUERY, READ, withoutTurn, writeCost } from './governor/request.ts';
import { type GraphAnswer, graphAnswerOf } from './graph-answer.ts';
import { LimitHit } from './rate-limit.ts';
import { type Answered, watched } from './watched.ts';

/** `probot.auth`: a client of one installation, or of the App itself. */
export type Authenticate = (installation?: number) => Promise<ProbotOctokit>;

/** What came of a request: its data, or GitHub's refusal. Limits and outages are thrown. */
export type Attempt<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly failure: Failure };

export type Variables = Readonly<Record<string, unknown>>;

/**
 * One installation's line to GitHub; everything passes its governor. Reads are tried again by the client; writes take
 * turns and are sent once.
 */
export interface Session {
  readonly installation: number;
  access(): Promise<Access>;
  read(route: string, parameters: Variables): Promise<Attempt<unknown>>;
  write(route: string, parameters: Variables): Promise<Attempt<unknown>>;
  query(document: string, variables: Variables): Promise<Attempt<GraphAnswer>>;
  mutate(document: string, variables: Variables): Promise<Attempt<GraphAnswer>>;
  /** The turn of the next write, taken before it. */
  turn(): Promise<HeldTurn>;
  /** The same line, on which the next write uses this turn. */
  holding(turn: HeldTurn): Session;
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

export type SessionOptions = {
  readonly installation: number;
  readonly authenticate: Authenticate;
  readonly governor: Governor;
  /** Asked when a write's turn has come, before it is sent; throws where it may not be sent any more. */
  readonly mayWrite: () => void;
};

/** The session of an installation. */
export function createSession({ installation, authenticate, ...guards }: SessionOptions): Session {
  return sessionOn({ ...createLine(authenticate, installation), ...guards }, installation, null);
}

type InstallationLine = Line & Pick<SessionOptions, 'mayWrite'>;

function sessionOn(line: InstallationLine, installation: number, held: HeldTurn | null): Session {
  const { mayWrite: mayGo } = line;
  function costOf(cost: Cost): Cost {
    return held?.use() ? withoutTurn(cost) : cost;
  }
  return {
    installation,
    access: () => accessOf(line, installation),
    read: (route, parameters) => rest(line, { route, cost: READ }, parameters),
    query: (document, variables) => graph(line, { document, cost: QUERY }, variables),
    write: (route, parameters) =>
      rest(line, { route, cost: costOf(writeCost(route)), mayGo }, { ...parameters, request: ONCE }),
    mutate: (document, variables) =>
      graph(line, { document, cost: costOf(MUTATION), mayGo }, { ...variables, request: ONCE }),
    turn: () => line.governor.turn(),
    holding: (turn) => sessionOn(line, installation, turn),
    suspended: () => line.suspended,
    forget: line.forget,
  };
}

/**
 * Where clients come from, how to say that the token is no longer good, who lets requests pass, and whether GitHub's
 * last word was that the installation is suspended.
 */
export type Line = {
  readonly client: () => Promise<ProbotOctokit>;
  readonly forget: () => void;
  readonly governor: Governor;
  suspended: boolean;
};

/** How a request passes; `mayGo` is asked when its turn has come. */
type Passing = { readonly cost: Cost; readonly mayGo?: () => void };

function createLine(authenticate: Authenticate, installation: number): Omit<Line, 'governor'> {
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
  const answer = await attempt(line, 'rest', (octokit) => octokit.auth(INSTALLATION));
  if (!answer.ok) return { installation, permissions: {}, selection: 'selected' };
  const parsed = token.safeParse(answer.data);
  if (!parsed.success) throw unusable('the token does not say what it permits');
  return { installation, permissions: parsed.data.permissions, selection: parsed.data.repositorySelection };
}

/** One REST request by its route (`GET /repos/{owner}/{repo}`), with `failureOf`'s way of failing. */
export function rest(
  line: Line,
  { route, ...passing }: Passing & { readonly route: string },
  parameters: Variables,
): Promise<Attempt<unknown>> {
  return pass(line, passing, () =>
    attempt(line, 'rest', async (octokit) => {
      const response: { readonly data: unknown } = await octokit.request(
        route,
        watched(octokit, parameters, answered(line, 'rest')),
      );
      line.suspended = false;
      return response.data;
    }),
  );
}

function graph(
  line: Line,
  { document, ...passing }: Passing & { readonly document: string },
  variables: Variables,
): Promise<Attempt<GraphAnswer>> {
  return pass(line, passing, () =>
    attempt(line, 'graphql', async (octokit) => {
      const answer = await graphAnswer(
        octokit,
        document,
        watched(octokit, variables, answered(line, 'graphql')),
      );
      line.suspended = false;
      return answer;
    }),
  );
}

async function graphAnswer(octokit: ProbotOctokit, document: string, on: Variables): Promise<GraphAnswer> {
  try {
    const data: unknown = await octokit.graphql(document, on);
    if (typeof data !== 'object' || data === null) throw unusable('no data and no errors');
    return { data, errors: [] };
  } catch (error) {
    const answer = graphAnswerOf(error);
    if (answer === null) throw error;
    return answer;
  }
}

function pass<T>({ governor }: Line, { cost, mayGo }: Passing, send: () => Promise<T>): Promise<T> {
  return governor.run(cost, async () => {
    mayGo?.();
    return send();
  });
}

function answered({ governor }: Line, budget: Budget): Answered {
  return (headers, ms) => governor.learn(budget, headers, ms);
}

/** Whatever one request comes to. */
export async function attempt<T>(
  line: Line,
  budget: Budget,
  request: (octokit: ProbotOctokit) => Promise<T>,
): Promise<Attempt<T>> {
  try {
    return { ok: true, data: await request(await line.client()) };
  } catch (error) {
    if (isUnauthorised(error)) line.forget();
    const failure = await failed(line, budget, error);
    line.suspended = isSuspension(failure);
    return { ok: false, failure };
  }
}

/** A refusal; a limit is told to the governor, and thrown as what it makes of it. */
async function failed(line: Line, budget: Budget, error: unknown): Promise<Failure> {
  try {
    if (error instanceof LimitHit) throw error;
    return failureOf(error);
  } catch (thrown) {
    if (thrown instanceof LimitHit) throw await line.governor.limited(budget, thrown.limit);
    throw thrown;
  }
}

/** The client would keep a token that GitHub revoked until it is an hour old. */
function isUnauthorised(error: unknown): boolean {
  return error instanceof Object && 'status' in error && error.status === 401;
}
