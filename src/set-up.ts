import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import process from 'node:process';
import type { Logger } from 'pino';
import { run } from 'probot';
import { WEBHOOK_PATH } from '#http';
import { loadSmee } from './smee.ts';

export type SetUpOptions = { readonly host: string; readonly port: number; readonly log: Logger };

const REQUEST = 'http.server.request.start';

/**
 * Probot's own set-up page: it registers the App from `app.yml` and writes its credentials to `.env`, both in the
 * working folder. For a newcomer's machine: whoever reaches the page can write that file.
 */
export async function serveSetUp({
  host,
  port,
  log,
}: SetUpOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync('app.yml')) {
    throw new Error(
      'There is no app.yml in this folder, from which the App could be registered: start Mainstay in its own folder, or set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET.',
    );
  }
  // The key will be in it, so nobody else may read it.
  writeFileSync('.env', '', { flag: 'a', mode: 0o600 });
  const stopNaming = nameWebhookUrl();
  const SmeeClient = await loadSmee();
  const server = await run(() => undefined, {
    env: { HOST: host, PORT: String(port) },
    log,
    ...(SmeeClient ? { SmeeClient } : {}),
  });
  const url = `http://${server.host}:${server.port}`;
  log.info(
    { url },
    'Mainstay is not registered on GitHub yet: open this page to register it, then start again',
  );
  return {
    url,
    stop: async () => {
      stopNaming();
      await server.stop();
    },
  };
}

/**
 * Probot's page registers `/` for webhooks, where nobody listens; it takes the URL from this variable where it is set.
 * So each request sets it to the address by which it came, unless the user (or Probot's proxy channel) has.
 */
function nameWebhookUrl(): () => void {
  let ours: string | undefined;
  function name(message: unknown): void {
    const given = process.env['WEBHOOK_PROXY_URL'];
    if (given !== undefined && given !== ours) return;
    const { headers } = (message as { readonly request: IncomingMessage }).request;
    const host = first(headers['x-forwarded-host']) ?? headers.host ?? 'localhost';
    const protocol = headers['x-forwarded-proto'] ? 'https' : 'http';
    ours = `${protocol}://${host}${WEBHOOK_PATH}`;
    process.env['WEBHOOK_PROXY_URL'] = ours;
  }
  subscribe(REQUEST, name);
  return () => {
    unsubscribe(REQUEST, name);
    if (process.env['WEBHOOK_PROXY_URL'] === ours) delete process.env['WEBHOOK_PROXY_URL'];
  };
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
