import type { LoggedDelivery, Lost } from './doors.ts';

/** A delivery as the intake takes it. */
export type Delivery = {
  readonly id: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Text: why a record is not taken. */
export type Refused = { readonly refused: string };

const APP_HEADER = 'x-github-hook-installation-target-id';

/**
 * A record of the log as the delivery it once was. GitHub keeps the payload parsed, not the bytes that it signed, so
 * there is nothing an HMAC could be compared with. The record came over the App's own authenticated connection
 * instead, which only GitHub can answer; what is checked is that it is the delivery that was asked for, of this App
 * (one server may receive the webhooks of several), and that it says whose installation it is about.
 */
export function deliveryOf(record: LoggedDelivery, lost: Lost, appId: number): Delivery | Refused {
  if (record.guid !== lost.guid) return { refused: 'it is another delivery' };
  if (record.headers[APP_HEADER] !== String(appId)) return { refused: 'it is not about this App' };
  const { payload } = record;
  if (!isObject(payload)) return { refused: 'its payload is not an object' };
  if (!isObject(payload['installation'])) return { refused: 'its payload names no installation' };
  return { id: lost.guid, name: record.event, payload };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
