import { createHmac, randomUUID } from 'node:crypto';

export type SignedDelivery = {
  readonly event: string;
  readonly secret: string;
  readonly id?: string;
};

/** The headers with which GitHub sends this body, signed. */
export function signedHeaders(
  body: string | Buffer,
  { event, secret, id }: SignedDelivery,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id ?? randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}
