import type { FaultyAnswer } from '../server/exchange.ts';
import type { ErrorStatus } from './chaos.ts';

const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

const HTML = { 'content-type': 'text/html' };

/** @param retryAfter seconds, for a secondary limit */
export function errorAnswer(status: ErrorStatus, retryAfter: number): FaultyAnswer {
  if (status === 403 || status === 429) {
    return { status, headers: { 'retry-after': String(retryAfter) }, body: said(status, SECONDARY) };
  }
  // GitHub's front door answers in HTML, which no client reads.
  if (status === 502) return { status, headers: HTML, body: '<html><title>Unicorn! · GitHub</title></html>' };
  return { status, body: said(status, WORDS[status]) };
}

const WORDS = {
  401: 'Bad credentials',
  500: 'Server Error',
  503: 'No server is currently available to service your request.',
} as const;

function said(status: number, message: string): Readonly<Record<string, string>> {
  return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
}
