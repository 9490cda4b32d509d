import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Arrival, Exchange, Fault, FaultyAnswer } from './exchange.ts';
import type { Incoming, Outgoing } from './handle.ts';

export type Listening = {
  readonly port: number;
  /** Closes at once, cutting connections that are still open. */
  readonly close: () => Promise<void>;
};

export type Listener = {
  readonly handle: (incoming: Incoming) => Promise<Outgoing>;
  readonly faultFor: (request: Arrival) => Fault | undefined;
  readonly log: (exchange: Exchange) => void;
  readonly now: () => number;
};

/** Serves HTTP on the loopback address. @param port 0 takes any free one */
export async function listen(listener: Listener, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(listener, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `The simulated GitHub failed: ${String(error)}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

async function serve(listener: Listener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = listener.now();
  const incoming = await readRequest(request);
  const outgoing = await answered(listener, incoming, listener.faultFor(incoming));
  if (outgoing === 'hangup') {
    response.destroy();
    return;
  }
  const { text, headers } = tell(listener, { at, incoming, outgoing });
  response.writeHead(outgoing.answer.status, headers);
  response.end(text);
}

type Happened = { readonly at: number; readonly incoming: Incoming; readonly outgoing: Outgoing };
type Said = { readonly text: string; readonly headers: Readonly<Record<string, string>> };

/** Puts it into the log, and answers it as it goes over the wire. */
function tell(listener: Listener, happened: Happened): Said {
  const { body, headers: own } = happened.outgoing.answer;
  const said = {
    text: body === undefined ? '' : JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8', ...own },
  };
  listener.log(exchangeOf({ ...happened, ...said }));
  return said;
}

async function answered(
  listener: Listener,
  incoming: Incoming,
  fault: Fault | undefined,
): Promise<Outgoing | 'hangup'> {
  if (fault === undefined) return listener.handle(incoming);
  if (fault === 'hangup') return fault;
  if ('status' in fault) return faulty(incoming, fault);
  if ('hole' in fault) return listener.handle({ ...incoming, hole: fault.hole });
  if ('done' in fault) return doneBefore(listener, incoming, fault.done);
  await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  return answered(listener, incoming, fault.then);
}

/** It is done, and whoever asked is not told so. */
async function doneBefore(
  listener: Listener,
  incoming: Incoming,
  fault: Fault,
): Promise<Outgoing | 'hangup'> {
  const at = listener.now();
  const outgoing = await listener.handle(incoming);
  const instead = await answered(listener, incoming, fault);
  if (instead !== 'hangup') return { ...outgoing, answer: instead.answer };
  tell(listener, { at, incoming, outgoing: { ...outgoing, answer: { status: 0 } } });
  return instead;
}

async function readRequest(request: IncomingMessage): Promise<Incoming> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = parsed(text);
  return {
    method: request.method ?? 'GET',
    path: withoutPrefix(url.pathname),
    query: Object.fromEntries(url.searchParams),
    search: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    requestBody: body.value,
    readable: body.readable,
  };
}

/** GitHub Enterprise Server's addresses, `/api/v3/…` and `/api/graphql`, mean the same as github.com's. */
function withoutPrefix(path: string): string {
  return path === '/api/graphql' ? '/graphql' : path.replace(/^\/api\/v3(?=\/)/, '');
}

function parsed(text: string): { readonly value: unknown; readonly readable: boolean } {
  if (text === '') return { value: undefined, readable: true };
  try {
    return { value: JSON.parse(text), readable: true };
  } catch {
    return { value: undefined, readable: false };
  }
}

function faulty({ method, path }: Incoming, fault: FaultyAnswer): Outgoing {
  return {
    answer: { ...fault },
    caller: { kind: 'nobody' },
    route: path === '/graphql' ? 'graphql' : path.endsWith('/access_tokens') ? 'token' : 'rest',
    operation: `${method} ${path}`,
    wrote: false,
    unknown: false,
    unknownKeys: [],
  };
}

function exchangeOf({ at, incoming, outgoing, text, headers }: Happened & Said): Exchange {
  const { method, path, query, requestBody } = incoming;
  const { route, operation, wrote, unknown, unknownKeys, caller, answer } = outgoing;
  const kept = Object.entries(incoming.headers).filter(([name]) => name !== 'authorization');
  return {
    at,
    method,
    path,
    query,
    route,
    operation,
    installationId: caller.kind === 'installation' ? caller.installation.id : null,
    status: answer.status,
    requestHeaders: Object.fromEntries(kept),
    requestBody,
    responseHeaders: headers,
    responseBody: route === 'token' ? withoutToken(answer.body) : parsed(text).value,
    wrote,
    unknown,
    unknownKeys,
  };
}

/** The log is for reading; a token is not. */
function withoutToken(body: unknown): unknown {
  const object = typeof body === 'object' && body !== null ? body : {};
  return 'token' in object ? { ...object, token: 'ghs_not_shown' } : body;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
