import { Octokit } from '@octokit/rest';
import { ProbotOctokit } from 'probot';

export type OctokitOptions = {
  /** After this a request counts as failed. GitHub itself ends a GraphQL query after 10 s. */
  readonly timeoutMs?: number;
  /** Base of the pauses before a read is tried again. */
  readonly retryPauseMs?: number;
};

/** A refusal (any 4xx) stays a refusal, and limits are answered by `RateLimited`; only an outage is worth another try. */
const NO_RETRY = [304, ...Array.from({ length: 100 }, (_, index) => 400 + index)];

/**
 * The class for `new Probot({ Octokit })`. No throttling plugin: it lets GraphQL reads wait among the writes
 * (the write lane is ours), and it waits where we want to be told. The function form, since Probot's options go over a plain one.
 */
export function octokitClass(options: OctokitOptions = {}): typeof ProbotOctokit {
  const { timeoutMs = 15_000, retryPauseMs = 500 } = options;
  return ProbotOctokit.defaults((given: Given) => {
    const request = { ...given.request, fetch: timedFetch(timeoutMs) };
    return {
      ...given,
      throttle: { enabled: false },
      retry: { retries: 2, retryAfterBaseValue: retryPauseMs, doNotRetry: NO_RETRY },
      request,
      auth: tokenOptions(given, request),
    };
  });
}

type Given = {
  readonly auth?: unknown;
  readonly baseUrl?: string;
  readonly request?: Readonly<Record<string, unknown>>;
};

/** Probot gives the token request no base URL, so on GitHub Enterprise an explicit `auth()` would go to github.com. */
function tokenOptions(given: Given, request: { readonly fetch: typeof fetch }): unknown {
  if (typeof given.auth !== 'object' || given.auth === null) return given.auth;
  const base = given.baseUrl === undefined ? {} : { baseUrl: given.baseUrl };
  const plain = new Octokit({ ...base, request, log: SILENT });
  return { ...given.auth, request: plain.request };
}

/** A refused token is said once, by what needed it. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  return;
}

function timedFetch(timeoutMs: number): typeof fetch {
  return (input, init) => {
    const given = init?.signal ? [init.signal] : [];
    return globalThis.fetch(input, {
      ...init,
      signal: AbortSignal.any([...given, AbortSignal.timeout(timeoutMs)]),
    });
  };
}
