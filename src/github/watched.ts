import type { ProbotOctokit } from 'probot';
import type { Headers } from './rate-limit.ts';

/** Told of each answer that arrived, also of those that the client tries again after. */
export type Answered = (headers: Headers, ms: number) => void;

type Sent = Parameters<typeof fetch>;
type Given = Readonly<Record<string, unknown>>;

/**
 * A request's parameters, so that its answers' headers are seen. The client hands GraphQL's data out without them, and
 * they tell what is left of the budget.
 */
export function watched(octokit: ProbotOctokit, parameters: Given, answered: Answered): Given {
  const send = fetchOf(octokit);
  async function watchedFetch(...sent: Sent): Promise<Response> {
    const begun = performance.now();
    const response = await send(...sent);
    answered(Object.fromEntries(response.headers), Math.round(performance.now() - begun));
    return response;
  }
  const given = typeof parameters['request'] === 'object' ? parameters['request'] : {};
  return { ...parameters, request: { ...given, fetch: watchedFetch } };
}

/** The client's own way to send: a parameter takes its place, so it is kept. */
function fetchOf(octokit: ProbotOctokit): typeof fetch {
  const { request } = octokit.request.endpoint.DEFAULTS as {
    readonly request?: { readonly fetch?: typeof fetch };
  };
  return request?.fetch ?? globalThis.fetch;
}
