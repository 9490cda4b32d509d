import { randomUUID } from 'node:crypto';
import type { Happening } from '../world/happening.ts';
import type { State } from '../world/state.ts';
import type { Attempt, Delivery, Fate, Weather } from './delivery.ts';
import { payloadOf } from './payload.ts';
import { post } from './post.ts';
import { installationTold } from './subscription.ts';

type Entry = Omit<Delivery, 'attempts'> & { readonly attempts: Attempt[] };

/** Where deliveries go, and what became of them. */
export interface Webhooks {
  readonly deliveries: readonly Delivery[];
  /** Decides each delivery's fate; all are sent unless a test says otherwise. */
  policy: (delivery: Delivery) => Fate;
  /** Null until somebody listens: deliveries are then only recorded. */
  url: string | null;
  announce(happening: Happening): void;
  /** Sends what was held, in the order that `order` gives. */
  release(order?: (held: readonly Delivery[]) => readonly Delivery[]): void;
  /** Sends a delivery again under its guid. Throws when there is none. */
  redeliver(guid: string): void;
  /** Resolves when nothing is under way any more. What is held does not count. */
  delivered(): Promise<void>;
}

export type WebhooksOptions = {
  readonly secret: string;
  readonly timeout: number;
  readonly weatherOf: (delivery: Delivery) => Weather;
};

export function createWebhooks(stateOf: () => State, options: WebhooksOptions): Webhooks {
  const deliveries: Entry[] = [];
  const held = new Set<Entry>();
  const nextId = attemptIds();
  const sender = createSender({ ...options, stateOf, nextId });

  function sendThrough(weather: Weather, entry: Entry): void {
    const { url } = webhooks;
    if ('lost' in weather) {
      sender.lose(entry, { url, status: weather.lost });
      return;
    }
    const { copies, delayMs } = weather;
    sender.send(entry, { url, delayMs, redelivery: false });
    if (copies === 2) sender.send(entry, { url, delayMs, redelivery: true });
  }
  const webhooks: Webhooks = {
    deliveries,
    policy: () => 'send',
    url: null,
    announce(happening) {
      const entry = entryOf(stateOf(), happening, nextId);
      if (entry === undefined) return;
      deliveries.push(entry);
      const fate = webhooks.policy(entry);
      if (fate === 'hold') held.add(entry);
      if (fate === 'send') sendThrough(options.weatherOf(entry), entry);
      if (fate === 'twice') sender.send(entry, { url: webhooks.url, redelivery: false });
      if (fate === 'twice') sender.send(entry, { url: webhooks.url, redelivery: true });
    },
    release(order = (all) => all) {
      const all = order([...held]);
      held.clear();
      for (const { guid } of all)
        sender.send(found(deliveries, guid), { url: webhooks.url, redelivery: false });
    },
    redeliver: (guid) => sender.send(found(deliveries, guid), { url: webhooks.url, redelivery: true }),
    delivered: () => sender.idle(),
  };
  return webhooks;
}

type To = { readonly url: string | null; readonly redelivery: boolean; readonly delayMs?: number };

interface Sender {
  send(entry: Entry, to: To): void;
  /** Only the log knows of it. */
  lose(entry: Entry, to: { readonly url: string | null; readonly status: number }): void;
  idle(): Promise<void>;
}

type SenderOptions = WebhooksOptions & { readonly stateOf: () => State; readonly nextId: () => string };

/** Sends in the order of asking, without waiting for the answer before. */
function createSender({ stateOf, nextId, secret, timeout }: SenderOptions): Sender {
  const underWay = new Set<Promise<void>>();

  async function attempt(entry: Entry, url: string, { redelivery, delayMs = 0 }: To): Promise<void> {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const at = stateOf().now();
    const started = performance.now();
    const id = redelivery ? nextId() : entry.id;
    const status = await post(entry, { url, secret, timeout, appId: stateOf().app.id });
    const duration = Math.round(performance.now() - started) / 1000;
    entry.attempts.push({ id, at, status, duration, redelivery });
  }

  return {
    send(entry, to) {
      if (to.url === null) return;
      const sending = attempt(entry, to.url, to).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    lose(entry, { url, status }) {
      if (url === null) return;
      entry.attempts.push({ id: entry.id, at: stateOf().now(), status, duration: 0, redelivery: false });
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function entryOf(state: State, happening: Happening, nextId: () => string): Entry | undefined {
  const installation = installationTold(state, happening);
  if (installation === undefined) return undefined;
  const text = JSON.stringify(payloadOf(state, happening, installation));
  return {
    guid: randomUUID(),
    id: nextId(),
    event: happening.event,
    action: happening.action ?? null,
    installationId: installation.id,
    repositoryId: happening.repository?.id ?? null,
    payload: JSON.parse(text) as Record<string, unknown>,
    text,
    attempts: [],
  };
}

function found(deliveries: readonly Entry[], guid: string): Entry {
  const entry = deliveries.find((one) => one.guid === guid);
  if (entry === undefined) throw new Error(`There is no delivery ${guid}`);
  return entry;
}

/** GitHub's ids of deliveries have passed 2^53, where JavaScript's numbers stop being exact. */
function attemptIds(): () => string {
  let last = 3_804_004_623_172_239_000n;
  return () => {
    last += 7n;
    return String(last);
  };
}
