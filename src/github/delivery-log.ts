import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import type { DeliveryLog, LogPage, LoggedDelivery } from '#recovery';
import { unusable } from './failure.ts';
import { READ } from './governor/request.ts';
import { type Attempt, attempt, type Line } from './session.ts';

const PER_PAGE = 100;
/** Octokit reads integers beyond 2^53 as bigint, others as numbers. */
const id = z.union([z.bigint(), z.int()]).transform(String);
const guid = z.string().transform((text) => text.toLowerCase());
const page = z.array(
  z.object({
    id,
    guid,
    delivered_at: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
    status_code: z.number(),
    event: z.string(),
    action: z.string().nullish(),
  }),
);
const record = z.object({
  guid,
  event: z.string(),
  request: z.object({
    headers: z.record(z.string(), z.unknown()).nullish(),
    payload: z.unknown(),
  }),
});

/**
 * GitHub's log of deliveries, asked for with the App's own token.
 * https://docs.github.com/en/rest/apps/webhooks
 */
export function createDeliveryLog(line: Line): DeliveryLog {
  return {
    page: (cursor, signal) => readPage(line, cursor, signal),
    delivery: (deliveryId, signal) => readDelivery(line, deliveryId, signal),
  };
}

/** One read, in its turn. */
function passed<T>(line: Line, request: (octokit: ProbotOctokit) => Promise<T>): Promise<Attempt<T>> {
  return line.governor.run(READ, () => attempt(line, 'rest', request));
}

async function readPage(line: Line, cursor: string | null, signal: AbortSignal): Promise<LogPage> {
  const answer = await passed(line, (octokit) =>
    octokit.request('GET /app/hook/deliveries', {
      per_page: PER_PAGE,
      ...(cursor === null ? {} : { cursor }),
      request: { signal },
    }),
  );
  if (!answer.ok) throw unusable(`the log of deliveries: ${answer.failure.message}`);
  const parsed = page.safeParse(answer.data.data);
  if (!parsed.success) throw unusable('the log of deliveries has another shape');
  const entries = parsed.data.map(({ delivered_at, status_code, action, ...same }) => ({
    ...same,
    deliveredAt: new Date(delivered_at).toISOString(),
    statusCode: status_code,
    action: action ?? null,
  }));
  return { entries, next: nextCursor(answer.data.headers.link) };
}

/** Only the cursor is taken from the link: where to ask is ours to know. */
function nextCursor(link: string | undefined): string | null {
  const [, url] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get('cursor') : null;
}

async function readDelivery(
  line: Line,
  deliveryId: string,
  signal: AbortSignal,
): Promise<LoggedDelivery | null> {
  const answer = await passed(line, async (octokit) => {
    const response: { readonly data: unknown } = await octokit.request(
      `GET /app/hook/deliveries/${encodeURIComponent(deliveryId)}`,
      { request: { signal } },
    );
    return response.data;
  });
  if (!answer.ok) {
    if (answer.failure.status === 404) return null;
    throw unusable(`a delivery: ${answer.failure.message}`);
  }
  const parsed = record.safeParse(answer.data);
  if (!parsed.success) throw unusable('a delivery has another shape');
  const { request, ...same } = parsed.data;
  return { ...same, headers: plainHeaders(request.headers ?? {}), payload: asFromJson(request.payload) };
}

function plainHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const texts = Object.entries(headers).filter(
    (header): header is [string, string] => typeof header[1] === 'string',
  );
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}

/** With numbers for Octokit's bigints, as the intake would have read the same text. */
function asFromJson(payload: unknown): unknown {
  const text = JSON.stringify(payload, (_, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  ) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}
