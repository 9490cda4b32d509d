import type { Budgets } from '../server/budgets.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Caller } from '../world/caller.ts';
import type { State } from '../world/state.ts';

/** A request that has been authenticated and matched to a route. */
export type Call = {
  readonly state: State;
  readonly webhooks: Webhooks;
  readonly budgets: Budgets;
  readonly caller: Caller;
  readonly method: string;
  /** Percent-encoded, without prefix and query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export type Answer = {
  readonly status: number;
  /** Absent for 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in GitHub's OpenAPI description: `/repos/{owner}/{repo}`. */
  readonly path: string;
  /** The names of the body's parameters. */
  readonly accepts?: readonly string[];
  readonly answer: (call: Call) => Answer;
};

export type Match = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

/** The route for a method and a path that is still percent-encoded: `release%2F1` is one part of it. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const found = expressionOf(route.path).exec(path);
    if (found === null) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { route, params: Object.fromEntries(params) as Record<string, string> };
  }
  return undefined;
}

const expressions = new Map<string, RegExp>();

function expressionOf(path: string): RegExp {
  const known = expressions.get(path);
  if (known !== undefined) return known;
  // Only a file's path may hold slashes as they are.
  const source = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'path' ? '(?<path>.*)' : `(?<${name}>[^/]+)`,
  );
  const made = new RegExp(`^${source}$`);
  expressions.set(path, made);
  return made;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
