import type { Hole } from '../world/graphql-door.ts';

/** One request to the simulated GitHub, and what it answered. */
export type Exchange = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Without the prefix of GitHub Enterprise Server, and without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly route: 'rest' | 'graphql' | 'token';
  /** `GET /repos/{owner}/{repo}`, or the name of a GraphQL operation. */
  readonly operation: string;
  readonly installationId: number | null;
  /** 0: done, and the connection was cut before an answer. */
  readonly status: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly wrote: boolean;
  /** GitHub has this route, the simulated one does not, or nobody has. */
  readonly unknown: boolean;
  /** Keys of the body that no parameter is called. GitHub says nothing about them. */
  readonly unknownKeys: readonly string[];
};

/** A request as a fault sees it, before GitHub does. */
export type Arrival = Pick<Exchange, 'method' | 'path' | 'query' | 'requestBody'> & {
  readonly headers: Readonly<Record<string, string>>;
};

export type FaultyAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** What goes wrong. */
export type Fault =
  /** Another answer; what was asked is not done. */
  | FaultyAnswer
  /** The connection is cut. */
  | 'hangup'
  /** A pause, and then the right answer or another fault. */
  | { readonly delayMs: number; readonly then?: Fault }
  /** What was asked is done, and then the fault comes instead of its answer. */
  | { readonly done: Fault }
  /** A part of a GraphQL answer is missing. */
  | { readonly hole: Hole };

export type Faults = (request: Arrival) => Fault | undefined;

export type Counts = {
  readonly reads: number;
  /** Changes of settings. */
  readonly writes: number;
  /** Check runs, issues, comments and reactions. */
  readonly reports: number;
  readonly tokens: number;
  /** All but tokens. */
  readonly total: number;
};

const REPORT = /\/(?:check-runs|issues|comments|reactions)(?:\/|$)/;

/** What the exchanges cost. */
export function countExchanges(exchanges: readonly Exchange[]): Counts {
  const tokens = exchanges.filter(({ route }) => route === 'token').length;
  const wrote = exchanges.filter((one) => one.wrote && one.route !== 'token');
  const reports = wrote.filter((one) => one.route === 'rest' && REPORT.test(one.operation)).length;
  const total = exchanges.length - tokens;
  return { reads: total - wrote.length, writes: wrote.length - reports, reports, tokens, total };
}
