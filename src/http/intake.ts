import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { verifyWithFallback } from '@octokit/webhooks-methods';
import type { Log } from '#model';
import { createBodyReader } from './read-body.ts';

/** A delivery as GitHub sent it: signed with one of our secrets, and its payload an object. */
export type Delivery = {
  /** The `X-GitHub-Delivery` GUID, the same when GitHub sends it again. */
  readonly id: string;
  /** The `X-GitHub-Event` name. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type IntakeParts = {
  /** The secrets a delivery may be signed with; a second one during a rotation. */
  readonly secrets: readonly [string, ...string[]];
  /** Whether anybody needs events of this name; the others are answered without being parsed. */
  readonly needs: (event: string) => boolean;
  /** Resolves when the delivery is stored: only then is it answered. */
  readonly deliver: (delivery: Delivery) => Promise<void>;
  readonly log: Log;
};

/** What the sender gets: a status and one line that gives nothing away. */
export type Answer = { readonly status: 200 | 202 | 400 | 401 | 413 | 503; readonly text: string };

type Envelope = { readonly id: string; readonly name: string; readonly signature: string };

/** GitHub sends no larger payloads. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const LIMITS = { one: 25 * 1024 * 1024, all: 100 * 1024 * 1024 };
const EVENT = /^[a-z][a-z0-9_]{0,63}$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

const TOO_LARGE: Answer = { status: 413, text: 'The payload is over 25 MB.' };
const BUSY: Answer = { status: 503, text: 'Too much at once; send it again later.' };
const BROKEN: Answer = { status: 400, text: 'The body ended early.' };
const UNSIGNED: Answer = { status: 401, text: 'The signature does not match the webhook secret.' };
const NOT_JSON: Answer = { status: 400, text: 'The body is not a JSON object.' };
const NOT_OURS: Answer = { status: 400, text: 'The payload names an installation without a number.' };
const NOT_STORED: Answer = { status: 503, text: 'The delivery could not be stored; send it again later.' };
const NOT_NEEDED: Answer = { status: 200, text: 'Nothing to do for this event.' };
const STORED: Answer = { status: 202, text: 'Stored.' };

/** The door for webhooks: verifies, limits, types and hands over. A refusal stores nothing. */
export function createIntake(parts: IntakeParts): (incoming: IncomingMessage) => Promise<Answer> {
  const read = createBodyReader(LIMITS);
  return async (incoming) => {
    const envelope = envelopeOf(incoming.headers);
    if ('status' in envelope) return envelope;
    const body = await read(incoming);
    if (body.kind === 'too large') return TOO_LARGE;
    if (body.kind === 'busy') return BUSY;
    if (body.kind === 'broken') return BROKEN;
    try {
      return await take(parts, envelope, body.bytes.toString('utf8'));
    } finally {
      body.release();
    }
  };
}

async function take(parts: IntakeParts, { id, name, signature }: Envelope, text: string): Promise<Answer> {
  if (!(await isSigned(parts.secrets, text, signature))) return UNSIGNED;
  if (!parts.needs(name)) return NOT_NEEDED;
  const payload = objectOf(text);
  if (!payload) return NOT_JSON;
  if (!isAddressed(payload)) return NOT_OURS;
  try {
    await parts.deliver({ id, name, payload });
    return STORED;
  } catch (error) {
    parts.log.error({ err: error, delivery: id, event: name }, 'A delivery could not be stored');
    return NOT_STORED;
  }
}

function envelopeOf(headers: IncomingHttpHeaders): Envelope | Answer {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') return missing('Content-Type: application/json');
  const name = headers['x-github-event'];
  if (typeof name !== 'string' || !EVENT.test(name)) return missing('X-GitHub-Event: an event');
  const id = headers['x-github-delivery'];
  if (typeof id !== 'string' || !GUID.test(id)) return missing('X-GitHub-Delivery: a GUID');
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return UNSIGNED;
  return { id: id.toLowerCase(), name, signature };
}

function missing(header: string): Answer {
  return { status: 400, text: `A delivery needs the header ${header}.` };
}

/** Bytes that are no UTF-8 do not survive the decoding, so their signature cannot match. */
async function isSigned(secrets: IntakeParts['secrets'], text: string, signature: string): Promise<boolean> {
  const [current, ...previous] = secrets;
  return text !== '' && (await verifyWithFallback(current, text, signature, previous)) === true;
}

/** Where a payload names an installation, the App host will act for it before anybody looks at the rest. */
function isAddressed({ installation }: Delivery['payload']): boolean {
  if (installation === undefined || installation === null) return true;
  if (typeof installation !== 'object' || !('id' in installation)) return false;
  return Number.isSafeInteger(installation.id) && Number(installation.id) > 0;
}

function objectOf(text: string): Delivery['payload'] | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Delivery['payload']) : null;
  } catch {
    return null;
  }
}
