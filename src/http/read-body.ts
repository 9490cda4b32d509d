import type { IncomingMessage } from 'node:http';

/** What came of reading a body: its bytes, or why there are none. */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer; readonly release: () => void }
  | { readonly kind: 'too large' }
  /** Other senders' bodies fill the memory set aside for them. */
  | { readonly kind: 'busy' }
  /** The sender went away. */
  | { readonly kind: 'broken' };

export type BodyLimits = {
  /** Bytes of one body. */
  readonly one: number;
  /** Bytes of all bodies that are held at once: before its signature is verified a body may be anybody's. */
  readonly all: number;
};

/** Reads bodies as raw bytes and never more of them than the limits allow. `release` gives the memory back. */
export function createBodyReader({ one, all }: BodyLimits): (incoming: IncomingMessage) => Promise<Body> {
  let held = 0;

  function read(incoming: IncomingMessage, done: (body: Body) => void): void {
    const chunks: Buffer[] = [];
    let size = 0;

    function settle(body: Body): void {
      incoming.off('data', onData).off('end', onEnd).off('close', onClose);
      if (body.kind !== 'whole') held -= size;
      done(body);
    }
    function onData(chunk: Buffer): void {
      size += chunk.length;
      held += chunk.length;
      chunks.push(chunk);
      if (size > one) settle({ kind: 'too large' });
      else if (held > all) settle({ kind: 'busy' });
    }
    function onEnd(): void {
      settle({ kind: 'whole', bytes: Buffer.concat(chunks, size), release: () => (held -= size) });
    }
    function onClose(): void {
      settle({ kind: 'broken' });
    }
    incoming.on('data', onData).once('end', onEnd).once('close', onClose);
  }

  return (incoming) => {
    if (Number(incoming.headers['content-length'] ?? 0) > one) return Promise.resolve({ kind: 'too large' });
    if (incoming.destroyed) return Promise.resolve({ kind: 'broken' });
    // Said by 'close' as well; unheard, it would end the process.
    incoming.on('error', () => undefined);
    return new Promise((resolve) => read(incoming, resolve));
  };
}
