import { createHmac } from 'node:crypto';
import type { Delivery } from './delivery.ts';

export type Receiver = {
  readonly url: string;
  readonly secret: string;
  readonly appId: number;
  /** Milliseconds GitHub waits for an answer. */
  readonly timeout: number;
};

/** Posts one delivery, signed; answers the receiver's status, 0 when there was none in time. */
export async function post(delivery: Delivery, { url, secret, appId, timeout }: Receiver): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: delivery.text,
      signal: AbortSignal.timeout(timeout),
      redirect: 'manual',
      headers: headersOf(delivery, { secret, appId }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** The headers of a delivery, as GitHub sends them. */
export function headersOf(
  delivery: Pick<Delivery, 'guid' | 'event' | 'text'>,
  { secret, appId }: { readonly secret: string; readonly appId: number },
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/51746df',
    'x-github-event': delivery.event,
    'x-github-delivery': delivery.guid,
    'x-github-hook-id': '512345678',
    'x-github-hook-installation-target-id': String(appId),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(delivery.text).digest('hex')}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(delivery.text).digest('hex')}`,
  };
}
