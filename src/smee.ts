import type { SmeeClient } from 'smee-client';
import type { Log } from '#model';

type Smee = typeof SmeeClient;

/** The client of webhook proxies such as https://smee.io: for development only, so it may not be installed. */
export async function loadSmee(): Promise<Smee | null> {
  try {
    return (await import('smee-client')).SmeeClient;
  } catch {
    return null;
  }
}

/** Forwards what arrives at the proxy to our own door. Answers how to stop it. */
export async function followProxy(proxyUrl: string, target: string, log: Log): Promise<() => Promise<void>> {
  const Smee = await loadSmee();
  if (!Smee) {
    throw new Error(
      'WEBHOOK_PROXY_URL is set, and that is for development: it needs the package smee-client ("npm ci" without --omit=dev brings it). In production let GitHub reach Mainstay itself and leave the variable out.',
    );
  }
  const logger = {
    info: (text: unknown) => log.info({}, String(text)),
    error: (text: unknown) => log.warn({}, String(text)),
  };
  const client = new Smee({ source: proxyUrl, target, logger });
  // It connects again by itself for as long as it runs, so a proxy that is away is no reason to stop.
  client.start().catch(() => log.warn({}, 'The webhook proxy cannot be reached yet'));
  return () => client.stop();
}
