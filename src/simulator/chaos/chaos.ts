/** The statuses that GitHub answers on a bad day, each in its own words. 403 and 429 are secondary limits. */
export type ErrorStatus = 500 | 502 | 503 | 403 | 429 | 401;

/**
 * A bad day. Rates are between 0 and 1, times in milliseconds; what is absent does not happen. What a request meets
 * follows from the seed, from what is asked, and from how often that was asked before: other requests in between
 * change nothing, so that the same requests meet the same faults also where they run side by side.
 */
export type Chaos = {
  readonly seed: number;
  /** How long each request waits before anything becomes of it. */
  readonly latency?: { readonly min: number; readonly max: number };
  /** How many of all requests are answered so. */
  readonly errors?: Readonly<Partial<Record<ErrorStatus, number>>>;
  /** Seconds that `retry-after` names, for 403 and 429. */
  readonly retryAfter?: number;
  /** Connections that are held for so long, and then cut. */
  readonly hangs?: { readonly rate: number; readonly ms: number };
  /** Of those that end in 500, 502, 503 or a cut connection, how many were done all the same. */
  readonly done?: number;
  /** After so many requests within a window, the rest of it is a secondary limit. */
  readonly secondaryAfter?: { readonly requests: number; readonly windowMs: number };
  /** How many GraphQL queries are answered with a hole. */
  readonly partial?: number;
  /** What becomes of webhooks; a delayed one is overtaken by others. Redeliveries arrive. */
  readonly deliveries?: {
    readonly lost?: number;
    readonly doubled?: number;
    readonly delayed?: number;
    /** At most. */
    readonly delayMs?: number;
  };
};

/** Something that went wrong on purpose. `latency` is not told. */
export type Trouble = {
  readonly what: ErrorStatus | 'hang' | 'secondary limit' | 'hole';
  readonly method: string;
  readonly path: string;
  readonly requestBody: unknown;
  /** Whether GitHub did what was asked before. */
  readonly done: boolean;
};
