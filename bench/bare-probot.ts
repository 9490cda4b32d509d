// Probot's own server with a handler that does nothing: what receiving a webhook costs at the least.
import { Probot, Server } from 'probot';

const [appId = '', privateKey = '', secret = ''] = process.argv.slice(2);
const server = new Server({
  Probot: Probot.defaults({ appId, privateKey, secret }),
  host: '127.0.0.1',
  port: Number(process.env['PORT']),
});
await server.load((app) => {
  app.on('push', () => undefined);
});
await server.start();
process.send?.('up');
