import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What stands in front of several processes, as in docker-compose.yml: each delivery goes to one that takes it. */
export interface Balancer {
  readonly url: string;
  /** The processes, by their addresses, that are asked in turn from now on. */
  over(urls: readonly string[]): void;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  let behind: readonly string[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    turn += 1;
    const first = turn % Math.max(behind.length, 1);
    const tried = new Set<string>();
    void pass(incoming, outgoing, () => {
      const url = [...behind.slice(first), ...behind.slice(0, first)].find((one) => !tried.has(one));
      if (url !== undefined) tried.add(url);
      return url;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    over: (urls) => void (behind = urls),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/**
 * A delivery is the same however often it comes, so one that met a closing door goes to the next, also to one that
 * opened meanwhile.
 */
async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next: () => string | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  for (let url = next(); url !== undefined; url = next()) {
    const status = await sent(`${url}${incoming.url ?? ''}`, incoming, Buffer.concat(chunks));
    if (status !== null) {
      outgoing.writeHead(status).end();
      return;
    }
  }
  outgoing.writeHead(502).end();
}

/** The answer's status; null where there was none. */
function sent(
  url: string,
  { method = 'GET', headers }: IncomingMessage,
  body: Buffer,
): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request(url, { method, headers: { ...headers, connection: 'close' } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? null));
      answer.once('error', () => resolve(null));
    });
    asked.once('error', () => resolve(null));
    asked.end(body);
  });
}
