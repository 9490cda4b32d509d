import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A GraphQL answer as it comes over the wire. */
export type Answer = { readonly data?: unknown; readonly errors?: readonly unknown[] };

/** What an answer becomes on its way; the same to leave it alone. `owner`: whose repositories were asked for. */
export type Alter = (answer: Answer, owner: string) => Answer;

/** A wire between Mainstay and GitHub, on which GraphQL answers may lose parts. */
export interface Wire {
  readonly url: string;
  alter: Alter;
  /** Where GitHub is; requests wait until it is known. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

export async function layWire(): Promise<Wire> {
  const github = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  });
  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(`${await github.promise}${url}`, {
      method,
      headers: headersIn(request.headers),
      redirect: 'manual',
      ...(method === 'GET' ? {} : { body }),
    });
    const text = await answer.text();
    const isGraphql = url.endsWith('/graphql') && answer.status === 200;
    response.writeHead(answer.status, headersIn(Object.fromEntries(answer.headers)));
    response.end(isGraphql ? altered(text, body) : text);
  }
  function altered(text: string, question: Buffer): string {
    const { variables } = JSON.parse(question.toString('utf8')) as { variables?: { owner?: string } };
    return JSON.stringify(wire.alter(JSON.parse(text) as Answer, variables?.owner ?? ''));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wire: Wire = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    alter: (answer) => answer,
    leadTo: github.resolve,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return wire;
}

/** Those of one hop stay behind. */
const OF_THE_HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

function headersIn(headers: IncomingMessage['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_HOP.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
