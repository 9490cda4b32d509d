import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import pino from 'pino';
import { followProxy } from '../src/smee.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  function close(): void {
    server.close();
    server.closeAllConnections();
  }
  return { url: `http://127.0.0.1:${port}`, close };
}

test('what arrives at the webhook proxy is brought to our own door', async () => {
  const arrived = Promise.withResolvers<{ readonly event: unknown; readonly body: string }>();
  const door = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.resolve({ event: request.headers['x-github-event'], body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end();
    });
  });
  const proxy = await serve((_, response) => {
    const message = { 'x-github-event': 'push', body: { ref: 'refs/heads/main' } };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(message)}\n\n`);
  });

  const stop = await followProxy(proxy.url, `${door.url}/api/github/webhooks`, pino({ level: 'silent' }));

  expect(await arrived.promise).toEqual({ event: 'push', body: '{"ref":"refs/heads/main"}' });
  await stop();
  proxy.close();
  door.close();
});
