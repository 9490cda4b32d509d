import { z } from 'zod';
import { type Failure, GaveUp } from './failure.ts';
import { plainText } from './plain-text.ts';
import { LimitHit, limitOf, type Headers } from './rate-limit.ts';

/** One error of a GraphQL answer; `path` says which part of the data it took away. */
export type GraphError = {
  readonly type: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
};

/** Data with holes, and the errors that explain them. */
export type GraphAnswer = { readonly data: unknown; readonly errors: readonly GraphError[] };

const graphError = z.object({
  type: z.string().nullish(),
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
});
const responseError = z.object({
  name: z.literal('GraphqlResponseError'),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
  data: z.unknown(),
  errors: z.array(graphError),
});

/** GitHub gave up on the query as a whole: what it did answer is cut at an arbitrary place. */
const GAVE_UP = /^(RESOURCE_LIMITS_EXCEEDED|MAX_NODE_LIMIT_EXCEEDED|TIMEOUT)$/;
const GAVE_UP_WORDS = /something went wrong|in time|timed? ?out/i;
const STATUS: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, UNPROCESSABLE: 422 };

/** A thrown octokit GraphQL error as an answer, or null when it is none. Limits and given-up queries are thrown. */
export function graphAnswerOf(thrown: unknown): GraphAnswer | null {
  const parsed = responseError.safeParse(thrown);
  if (!parsed.success) return null;
  const errors = parsed.data.errors.map((error) => ({
    type: error.type ?? '',
    message: plainText(error.message),
    path: error.path ?? [],
  }));
  const limit = errors.find(isLimit);
  if (limit) throw new LimitHit(limitOf(headersOf(limit, parsed.data.headers)));
  const givenUp = errors.find((error) => GAVE_UP.test(error.type) || GAVE_UP_WORDS.test(error.message));
  if (givenUp) {
    throw new GaveUp(`GitHub's answer cannot be used: ${plainText(`${givenUp.type} ${givenUp.message}`)}`);
  }
  return { data: parsed.data.data, errors };
}

/** The error as a refusal with the status REST would have given, or null when it tells of an outage. */
export function failureOfGraph(error: GraphError): Failure | null {
  const status = error.type === '' ? 422 : STATUS[error.type];
  if (status === undefined) return null;
  return { status, message: error.message, needs: null, token: false };
}

function isLimit(error: GraphError): boolean {
  return /^RATE_LIMIT/.test(error.type) || /rate limit/i.test(error.message);
}

/** A limit comes with status 200, so the error, not the status, says that the hour's points are spent. */
function headersOf({ message }: GraphError, headers: Headers): Headers {
  return /secondary/i.test(message) ? headers : { ...headers, 'x-ratelimit-remaining': '0' };
}
