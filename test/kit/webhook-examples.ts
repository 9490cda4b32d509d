import { createRequire } from 'node:module';

/** A payload GitHub really sent, from the community's collection. */
export type WebhookExample = { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };

type Collected = { readonly name: string; readonly examples: readonly WebhookExample['payload'][] };

/** About 330 payloads of 58 events. Many lack `installation`, which a delivery to an App always has. */
export const WEBHOOK_EXAMPLES: readonly WebhookExample[] = (
  createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Collected[]
).flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));
