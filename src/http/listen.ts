import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Site } from './site.ts';

export type ListenOptions = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly patience?: Patience;
};

/** How long a sender may take, in milliseconds, so that slow ones do not hold all connections. */
export type Patience = {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly checkEveryMs: number;
};

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Accepts nothing new, lets the requests under way end, and after `graceMs` closes what is still open. */
  close(graceMs?: number): Promise<void>;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, checkEveryMs: 2_000 };
const GRACE_MS = 9_000;

/** Opens the door. Throws, in words that say how to mend it, where the address is taken or not allowed. */
export async function listen(site: Site, options: ListenOptions): Promise<Listening> {
  const { headersMs, requestMs, checkEveryMs } = options.patience ?? PATIENCE;
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkEveryMs,
  };
  const respond = getRequestListener(site.fetch, { overrideGlobalObjects: false, hostname: 'localhost' });
  const server = createServer(timeouts, (incoming, outgoing) => void respond(incoming, outgoing));
  await open(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, port, close: (graceMs = GRACE_MS) => close(server, graceMs) };
}

function open(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(`${words(error)} Set HOST and PORT to where Mainstay may listen.`, { cause: error }));
    });
    server.listen({ host, port }, resolve);

    function words(error: NodeJS.ErrnoException): string {
      if (error.code === 'EADDRINUSE') return `Port ${port} on ${host} is already in use.`;
      return `It is not possible to listen on ${host}, port ${port} (${error.code ?? error.message}).`;
    }
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
