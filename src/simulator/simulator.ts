import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { bindActs, type Acts } from './acts/index.ts';
import type { Chaos, Trouble } from './chaos/chaos.ts';
import { createChaosSwitch, type ChaosSwitch } from './chaos/chaos-switch.ts';
import { createGraphql } from './graphql/index.ts';
import { routes } from './rest/index.ts';
import { createBudgets, type Budgets } from './server/budgets.ts';
import { countExchanges, type Counts, type Exchange, type Faults } from './server/exchange.ts';
import { handle, type Hub } from './server/handle.ts';
import { listen } from './server/listen.ts';
import type { Delivery } from './webhooks/delivery.ts';
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts';
import { createState } from './world/create-state.ts';
import { effectiveProtection } from './world/effective-protection.ts';
import { repositoryNamed } from './world/lookup.ts';
import type { EffectiveProtection } from './world/protection-write.ts';
import type { Repository } from './world/repository-state.ts';
import { watchWrites, type WriteListener } from './world/watched-write.ts';
import type { Permissions, State } from './world/state.ts';

export type SimulatorOptions = {
  readonly appId: number;
  readonly appSlug: string;
  readonly webhookSecret: string;
  /** PEM of the app's private key; one is made when absent. */
  readonly privateKey?: string;
  /** What the app asks for, as in its manifest. */
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds that a webhook may take to be answered. */
  readonly webhookTimeout?: number;
};

/** A running GitHub on the loopback address. REST answers at `/api/v3/` and `/`, GraphQL at `/api/graphql` and `/graphql`. */
export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly privateKey: string;
  readonly state: State;
  /** What people do, and the repositories they do it to. */
  readonly world: Acts & { repository(fullName: string): Repository };
  readonly webhooks: Webhooks;
  readonly budgets: Budgets;
  readonly exchanges: readonly Exchange[];
  readonly deliveries: readonly Delivery[];
  /** What goes wrong on the wire; undefined for nothing. */
  faults: Faults | undefined;
  /** A bad day; undefined for a good one. A fault of `faults` goes before. Each time it is set, the day begins anew. */
  chaos: Chaos | undefined;
  /** What chaos did to requests so far. */
  readonly troubles: readonly Trouble[];
  /** Everything that holds in a repository now, by branch. */
  protectionOf(fullName: string): EffectiveProtection;
  /** Calls `listener` after each change of a protection or ruleset made by the app; answers how to stop that. */
  watchWrites(listener: WriteListener): () => void;
  /** Sends webhooks to this address from now on. */
  hookTo(url: string): void;
  /** What the exchanges cost, from the index `since` on (`exchanges.length` at some moment). */
  count(options?: { readonly since?: number }): Counts;
  /** Calls `listener` after each exchange; answers how to stop that. */
  onExchange(listener: (exchange: Exchange) => void): () => void;
  /** Resolves when no webhook is under way. */
  delivered(): Promise<void>;
  redeliver(guid: string): void;
  close(): Promise<void>;
}

const PERMISSIONS: Permissions = {
  metadata: 'read',
  administration: 'write',
  checks: 'write',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  merge_queues: 'read',
  members: 'read',
};
const EVENTS = [
  'repository',
  'push',
  'create',
  'branch_protection_rule',
  'branch_protection_configuration',
  'repository_ruleset',
  'issue_comment',
  'check_run',
  'check_suite',
  'pull_request',
  'pull_request_review',
  'merge_group',
];

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const hub = createHub(options, options.privateKey ?? newKey());
  const { state, webhooks, budgets } = hub;
  const log = createLog(hub.chaosSwitch);
  const listening = await listen(
    {
      handle: (incoming) => handle(hub, incoming),
      faultFor: (request) => log.faults?.(request) ?? hub.chaosSwitch.faultFor(request),
      log: (exchange) => log.add(exchange),
      now: state.now,
    },
    options.port ?? 0,
  );
  state.url = `http://127.0.0.1:${listening.port}`;
  return Object.assign(log, {
    url: state.url,
    privateKey: hub.privateKey,
    state,
    world: { ...bindActs(state), repository: (fullName: string) => repositoryNamed(state, fullName) },
    webhooks,
    budgets,
    deliveries: webhooks.deliveries,
    protectionOf: (fullName: string) => effectiveProtection(state, repositoryNamed(state, fullName)),
    watchWrites: (listener: WriteListener) => watchWrites(state, listener),
    hookTo: (url: string) => void (webhooks.url = url),
    delivered: () => webhooks.delivered(),
    redeliver: (guid: string) => webhooks.redeliver(guid),
    close: () => listening.close(),
  });
}

type Inside = Hub & { readonly privateKey: string; readonly chaosSwitch: ChaosSwitch };

function createHub(options: SimulatorOptions, privateKey: string): Inside {
  const { now = Date.now, webhookTimeout = 10_000 } = options;
  const chaosSwitch = createChaosSwitch(now);
  const webhooks = createWebhooks(() => state, {
    secret: options.webhookSecret,
    timeout: webhookTimeout,
    weatherOf: (delivery) => chaosSwitch.weatherOf(delivery),
  });
  const state: State = createState({
    appId: options.appId,
    appSlug: options.appSlug,
    appPermissions: options.permissions ?? PERMISSIONS,
    appEvents: options.events ?? EVENTS,
    now,
    announce: (happening) => webhooks.announce(happening),
  });
  return {
    state,
    webhooks,
    budgets: createBudgets(now),
    routes,
    publicKey: createPublicKey(privateKey),
    graphql: createGraphql(state),
    privateKey,
    chaosSwitch,
  };
}

type Log = Pick<Simulator, 'exchanges' | 'count' | 'onExchange' | 'faults' | 'chaos' | 'troubles'> & {
  readonly add: (exchange: Exchange) => void;
};

function createLog(chaosSwitch: ChaosSwitch): Log {
  const exchanges: Exchange[] = [];
  const listeners = new Set<(exchange: Exchange) => void>();
  return {
    exchanges,
    faults: undefined,
    troubles: chaosSwitch.troubles,
    get chaos() {
      return chaosSwitch.chaos;
    },
    set chaos(chaos) {
      chaosSwitch.chaos = chaos;
    },
    count: ({ since = 0 } = {}) => countExchanges(exchanges.slice(since)),
    onExchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(exchange) {
      exchanges.push(exchange);
      for (const listener of listeners) listener(exchange);
    },
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}
