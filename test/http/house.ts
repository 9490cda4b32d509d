import { connect } from 'node:net';
import { once } from 'node:events';
import pino from 'pino';
import { createSite, listen, type Delivery, type Listening } from '#http';

export const SECRET = 'the current secret';
export const PREVIOUS = 'the secret before';

type More = {
  readonly port?: number;
  readonly deliver?: (delivery: Delivery) => Promise<void>;
  readonly ready?: () => Promise<Readonly<Record<string, boolean>>>;
  readonly patience?: {
    readonly headersMs: number;
    readonly requestMs: number;
    readonly checkEveryMs: number;
  };
  readonly pages?: { readonly path: string; readonly fetch: (request: Request) => Response };
};

/** A running front door: what it stored, what it logged, and where it is. */
export type House = {
  readonly door: Listening;
  readonly stored: readonly Delivery[];
  readonly log: readonly string[];
};

export async function openHouse({ port = 0, deliver, ready, patience, pages }: More = {}): Promise<House> {
  const stored: Delivery[] = [];
  const log: string[] = [];
  const site = createSite({
    secrets: [SECRET, PREVIOUS],
    needs: (event) => event !== 'workflow_job',
    deliver: deliver ?? ((delivery) => Promise.resolve(void stored.push(delivery))),
    ready: ready ?? (() => Promise.resolve({ database: true, queue: true })),
    log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    ...(pages ? { pages } : {}),
  });
  const door = await listen(site, { host: '127.0.0.1', port, ...(patience ? { patience } : {}) });
  return { door, stored, log };
}

/** Sends raw bytes over a socket and answers all that came back until the other side closed. */
export async function raw(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
