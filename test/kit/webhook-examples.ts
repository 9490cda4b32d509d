import examples from '@octokit/webhooks-examples' with { type: 'json' };

/** A payload GitHub really sent, from the community's collection. */
export type WebhookExample = { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };

/** The package's own types describe a module that it is not. */
type Collected = { readonly name: string; readonly examples: readonly WebhookExample['payload'][] };

/** About 330 payloads of 58 events. Many lack `installation`, which a delivery to an App always has. */
export const WEBHOOK_EXAMPLES: readonly WebhookExample[] = (
  examples as unknown as readonly Collected[]
).flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, payload })));
