import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** One webhook, signed once: a redelivery would carry the same body under another id. */
export type Body = { readonly text: string; readonly signature: string };

export type Load = {
  /** Where webhooks are taken. */
  readonly url: string;
  readonly event: string;
  readonly bodies: readonly Body[];
  readonly connections: number;
  /** Milliseconds. */
  readonly lasting: number;
  /** It ends early after so many. */
  readonly most: number;
};

/** What came of it: times to answer in milliseconds, sorted. */
export type Loaded = {
  readonly perSecond: number;
  readonly accepted: number;
  readonly refused: number;
  readonly times: readonly number[];
};

export function signed(payload: unknown, secret: string): Body {
  const text = JSON.stringify(payload);
  return { text, signature: `sha256=${createHmac('sha256', secret).update(text).digest('hex')}` };
}

/** So many connections, kept open, each of which sends the next delivery when its last one was answered. */
export async function load({ connections, lasting, most, ...what }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const begun = performance.now();
  const times: number[] = [];
  let sent = 0;
  let refused = 0;
  async function connection(): Promise<void> {
    while (sent < most && performance.now() - begun < lasting) {
      const body = what.bodies[sent % what.bodies.length];
      sent += 1;
      if (body === undefined) return;
      const from = performance.now();
      const status = await send(agent, what, body);
      if (status >= 200 && status < 300) times.push(performance.now() - from);
      else refused += 1;
    }
  }
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, accepted: times.length, refused, times };
}

/** The status; 0 where there was no answer. */
function send(agent: Agent, { url, event }: Pick<Load, 'url' | 'event'>, body: Body): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body.text),
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': body.signature,
  };
  return new Promise((resolve) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', () => resolve(0));
    sending.end(body.text);
  });
}
