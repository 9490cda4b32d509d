import { apiUrl } from '../shapes/account.ts';
import { notFound } from '../server/refusal.ts';
import type { Attempt, Delivery } from '../webhooks/delivery.ts';
import { headersOf } from '../webhooks/post.ts';
import { byApp } from './apps.ts';
import type { Answer, Call, Route } from './route.ts';

/** The log of webhooks, from which lost ones can be asked for again within three days. */
export const deliveryRoutes: readonly Route[] = [
  { method: 'GET', path: '/app/hook/deliveries', answer: byApp(list) },
  { method: 'GET', path: '/app/hook/deliveries/{delivery_id}', answer: byApp(get) },
  { method: 'POST', path: '/app/hook/deliveries/{delivery_id}/attempts', answer: byApp(redeliver) },
];

const THREE_DAYS = 3 * 24 * 3_600_000;

type Logged = { readonly delivery: Delivery; readonly attempt: Attempt };

/** The newest attempt first. */
function logged({ state, webhooks }: Call): readonly Logged[] {
  const oldest = state.now() - THREE_DAYS;
  return webhooks.deliveries
    .flatMap((delivery) => delivery.attempts.map((attempt) => ({ delivery, attempt })))
    .filter(({ attempt }) => attempt.at >= oldest)
    .sort((one, other) => (BigInt(one.attempt.id) > BigInt(other.attempt.id) ? -1 : 1));
}

function list(call: Call): Answer {
  const size = Math.min(100, Number(call.query.get('per_page') ?? 30));
  const cursor = call.query.get('cursor');
  const status = call.query.get('status');
  const matching = logged(call).filter(
    ({ attempt }) =>
      (cursor === null || BigInt(attempt.id) <= BigInt(cursor)) &&
      (status === null || (status === 'success') === isSuccess(attempt)),
  );
  const next = matching[size];
  const headers = next === undefined ? {} : { link: nextLink(call, next) };
  return { status: 200, body: matching.slice(0, size).map((one) => summary(one)), headers };
}

function nextLink(call: Call, { attempt }: Logged): string {
  const query = new URLSearchParams(call.query);
  query.set('cursor', attempt.id);
  return `<${apiUrl(call.state)}/app/hook/deliveries?${query.toString()}>; rel="next"`;
}

function get(call: Call): Answer {
  const one = find(call);
  const { payload } = one.delivery;
  const headers = headersOf(one.delivery, { secret: '', appId: call.state.app.id });
  const told = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.includes('signature')));
  const body = {
    ...summary(one),
    url: call.webhooks.url ?? '',
    request: { headers: told, payload },
    response: { headers: {}, payload: null },
  };
  return { status: 200, body };
}

function redeliver(call: Call): Answer {
  call.webhooks.redeliver(find(call).delivery.guid);
  return { status: 202, body: {} };
}

function find(call: Call): Logged {
  const found = logged(call).find(({ attempt }) => attempt.id === call.params['delivery_id']);
  if (found === undefined) throw notFound();
  return found;
}

function summary({ delivery, attempt }: Logged): Readonly<Record<string, unknown>> {
  return {
    id: exactNumber(attempt.id),
    guid: delivery.guid,
    delivered_at: new Date(attempt.at).toISOString(),
    redelivery: attempt.redelivery,
    duration: attempt.duration,
    status: statusText(attempt),
    status_code: attempt.status,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function isSuccess({ status }: Attempt): boolean {
  return status >= 200 && status < 300;
}

function statusText(attempt: Attempt): string {
  if (isSuccess(attempt)) return 'OK';
  return attempt.status === 0 ? 'failed to connect to host' : 'Invalid HTTP Response';
}

/** Digits that JSON writes as they are: the ids are larger than JavaScript's exact numbers. */
function exactNumber(digits: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
}
