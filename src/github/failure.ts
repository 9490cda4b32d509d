import { z } from 'zod';
import { AppRefused } from '#model';
import { plainText } from './plain-text.ts';
import { isRateLimit, LimitHit, limitOf } from './rate-limit.ts';

/** A refusal that GitHub put into words. `needs`: the permissions its answer names; `token`: it refused the token itself. */
export type Failure = {
  readonly status: number;
  readonly message: string;
  readonly needs: string | null;
  readonly token: boolean;
};

const headers = z.record(z.string(), z.union([z.string(), z.number(), z.undefined()]));
/** Octokit's RequestError, by shape: status 500 without a response is a network failure or a timeout. */
const requestError = z.object({
  status: z.number(),
  message: z.string(),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ headers, data: z.unknown() }).optional(),
});
type RequestError = z.infer<typeof requestError>;
const body = z.object({ message: z.string(), errors: z.array(z.unknown()).optional() });

/**
 * What a thrown octokit error means: a refusal is returned. A limit is thrown as `LimitHit`, an outage (5xx, network,
 * timeout, bad credentials) as an Error that carries no token, a key of the App that GitHub does not take as
 * `AppRefused`, and what is not octokit's own as it came.
 */
export function failureOf(error: unknown): Failure {
  const parsed = requestError.safeParse(error);
  if (!parsed.success) throw error;
  const { status, request, response } = parsed.data;
  const message = wordsOf(parsed.data);
  const seen = response?.headers ?? {};
  if (isRateLimit(status, seen, message)) throw new LimitHit(limitOf(seen));
  if (isAppRefused(parsed.data, message)) throw new AppRefused(outage(parsed.data).message);
  if (response === undefined || isOutage(status)) throw outage(parsed.data);
  const needs = seen['x-accepted-github-permissions'];
  const token = /\/access_tokens$/.test(request.url);
  return { status, message, needs: typeof needs === 'string' ? plainText(needs) : null, token };
}

/** The organisation suspended the installation; every request of it is answered so. */
export function isSuspension({ status, message }: Failure): boolean {
  return status === 403 && /installation has been suspended/i.test(message);
}

/** An answer that cannot be used: the work is done again later. */
export function unusable(what: string): Error {
  return new Error(`GitHub's answer cannot be used: ${plainText(what)}`);
}

/** GitHub did not manage it (a 5xx, no answer in time, a query too heavy): less at once may do. */
export class GaveUp extends Error {}

function wordsOf({ message, response }: RequestError): string {
  const parsed = body.safeParse(response?.data);
  if (!parsed.success) return plainText(message);
  const details = (parsed.data.errors ?? []).map(detailOf).filter((detail) => detail !== '');
  return plainText([parsed.data.message, ...details].join(' · '));
}

/** REST errors are plain strings or objects, depending on the endpoint. */
function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const parsed = z.object({ message: z.string() }).safeParse(error);
  return parsed.success ? parsed.data.message : '';
}

/** What the App asks for in its own name; 404 with these words: there is no such App. */
function isAppRefused({ status, request }: RequestError, message: string): boolean {
  const inItsOwnName = /^(?:\/api\/v3)?\/app(?:\/|$)/.test(pathOf(request.url));
  return inItsOwnName && (status === 401 || (status === 404 && /^Integration not found/i.test(message)));
}

function isOutage(status: number): boolean {
  return status >= 500 || status === 401 || status < 400;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function outage(error: RequestError): Error {
  const answer = error.response === undefined ? 'no answer' : `answer ${error.status}`;
  const path = plainText(pathOf(error.request.url));
  const message = `GitHub, ${error.request.method} ${path}: ${answer}: ${wordsOf(error)}`;
  return error.status >= 500 ? new GaveUp(message) : new Error(message);
}
