import type { DestinationStream, Logger } from 'pino';
import type { Probot } from 'probot';
import { mainstay } from '#app';
import { connectGithub, type Github } from '#github';
import { startQueue, type Depth, type Queue, type Retry } from '#queue';
import { createReconcile } from '#reconcile';
import type { Recovery } from '#recovery';
import type { Credentials, Settings } from '#settings';
import { openStore, type Store } from '#store';
import { watchApp, type AppWatch } from './app-watch.ts';
import { openInstallations } from './installations.ts';
import { jobPriority } from './job-fields.ts';
import { assertHeld, heldMemory, underHeldKey } from './job-lease.ts';
import { createLog } from './log.ts';
import { lookAtEverything } from './look-at-everything.ts';
import { openClock, type SweepClock } from './open-clock.ts';
import { openControl } from './open-control.ts';
import { openDoor } from './open-door.ts';
import { openRecovery, type Deliver } from './open-recovery.ts';
import { createProbot } from './probot.ts';
import { createRunJob } from './run-job.ts';
import { serveSetUp } from './set-up.ts';

export { readPolicies } from './read-policies.ts';

/** What a demo, a bench or a test may set; the environment cannot. */
export type Overrides = {
  /** Where the log goes instead of standard output. */
  readonly logTo?: DestinationStream;
  readonly retry?: Partial<Retry>;
  readonly now?: () => Date;
};

/** A server that runs. */
export interface Running {
  readonly url: string;
  /** Resolves when nothing runs and nothing that waits is due. */
  idle(): Promise<void>;
  /** Keys by what they do now. */
  depth(): Promise<Depth>;
  /** Asks for a look at all repositories of every installation. */
  sweep(): Promise<void>;
  /** Looks through GitHub's log of deliveries now. Resolves when that has ended, well or not. */
  recover(): Promise<void>;
  /** Accepts nothing new, lets what runs end or gives it back, and closes. The second call waits for the first. */
  stop(): Promise<void>;
}

/** What is open so far, and how it is closed again, the last first. */
type Stack = {
  readonly settings: Settings;
  readonly log: Logger;
  readonly stopping: AbortController;
  readonly close: (() => Promise<void>)[];
  /** Looks at everything: at the start, and when GitHub takes the App again after it did not. Never throws. */
  lookAtAll: () => Promise<void>;
  /** Its last look. */
  looking: Promise<void>;
};

const NOTHING: Depth = { waiting: 0, due: 0, running: 0, parked: 0 };
/** With what the door is given, below the ten seconds that container hosts wait before they kill. */
const RUN_GRACE_MS = 6_000;
/** While GitHub refuses the App it is asked again so often, by all jobs together. */
const APP_PAUSE_MS = 60_000;

/**
 * Starts the server; without credentials, only the page that registers the App. Throws where the address, the
 * database's folder or the database cannot be had; what was opened by then is closed again.
 */
export async function start(settings: Settings, overrides: Overrides = {}): Promise<Running> {
  const { credentials } = settings;
  const secrets = secretsOf(settings);
  const destination = overrides.logTo ? { destination: overrides.logTo } : {};
  const log = createLog({ level: settings.logLevel, secrets, ...destination });
  const stack: Stack = {
    settings,
    log,
    stopping: new AbortController(),
    close: [],
    lookAtAll: nothing,
    looking: nothing(),
  };
  if (credentials === null) return setUp(stack);
  try {
    return await serve(stack, credentials, overrides);
  } catch (error) {
    await closeAll(stack);
    throw error;
  }
}

async function setUp({ settings: { host, port }, log }: Stack): Promise<Running> {
  const { url, stop } = await serveSetUp({ host, port, log });
  return {
    url,
    stop,
    idle: nothing,
    recover: nothing,
    sweep: nothing,
    depth: () => Promise.resolve(NOTHING),
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

async function serve(stack: Stack, credentials: Credentials, overrides: Overrides): Promise<Running> {
  const { log, settings, close } = stack;
  const { appId, webhookSecrets } = credentials;
  const probot = createProbot(stack, credentials);
  const store = await openMemory(stack);
  const github = telephone(stack, { probot, appId, store });
  const watch = watchApp({
    ask: () => github.askSelf(),
    back: () => void stack.lookAtAll(),
    pauseMs: overrides.retry?.longestMs ?? APP_PAUSE_MS,
    log,
  });
  const installations = openInstallations(probot);
  const { now = () => new Date() } = overrides;
  const accept: Queue['accept'] = (id, wakes) => queue.accept(id, wakes);
  const clock = openClock({ ...settings, installed: () => installations.all(), store, accept, now, log });
  const queue = await openQueue(stack, { github, store, watch, clock }, overrides);
  await probot.load(mainstay({ accept, appId, log }));
  const deliver: Deliver = (delivery) => probot.receive(delivery as Parameters<Probot['receive']>[0]);
  const recovery = openRecovery({ github, store, deliver, appId, log });
  close.push(() => recovery.stop());
  const control = await openControl(settings, { queue, clock, store, now, log });
  close.push(
    () => control.close(),
    () => clock.stop(),
  );
  const door = await openDoor({ ...stack, webhookSecrets, store, queue, watch, recovery, clock, deliver });
  stack.lookAtAll = () => (stack.looking = lookAtEverything({ ...stack, clock, recovery, github, watch }));
  void stack.lookAtAll();
  log.info({ url: door.url }, 'Mainstay listens');
  return running(stack, { url: door.url, queue, recovery, clock });
}

type Open = {
  readonly url: string;
  readonly queue: Queue;
  readonly recovery: Recovery;
  readonly clock: SweepClock;
};

function running(stack: Stack, { url, queue, recovery, clock }: Open): Running {
  let stopped: Promise<void> | null = null;
  return {
    url,
    depth: () => queue.depth(),
    recover: () => recovery.round(),
    sweep: async () => {
      await clock.ask(null);
    },
    idle: async () => {
      await stack.looking;
      await queue.idle();
    },
    stop: () => (stopped ??= closeAll(stack)),
  };
}

type Outside = { readonly probot: Probot; readonly appId: number; readonly store: Store };

function telephone({ settings, log }: Stack, { probot, appId, store }: Outside): Github {
  return connectGithub({
    auth: (id) => probot.auth(id),
    appId,
    writeIntervalMs: settings.writeIntervalMs,
    mayWrite: assertHeld,
    warn: (fields, message) => log.warn(fields, message),
    debug: (fields, message) => log.debug(fields, message),
    priority: jobPriority,
    texts: store.texts,
    accounts: store.jobs.alone ? null : { change: (id, change) => store.changeBudget(id, change) },
  });
}

async function openMemory({ settings, log, close }: Stack): Promise<Store> {
  const { dataDir, keepDays } = settings;
  const databaseUrl = settings.databaseUrl ?? undefined;
  const store = await openStore({ databaseUrl, dataDir, keepDays, log });
  close.push(() => store.close());
  return store;
}

type Doors = {
  readonly github: Github;
  readonly store: Store;
  readonly watch: AppWatch;
  readonly clock: SweepClock;
};

async function openQueue(
  { log, close }: Stack,
  { github, store, watch, clock }: Doors,
  { now = () => new Date(), retry }: Overrides,
): Promise<Queue> {
  const reconcile = createReconcile({
    installation: (id) => Promise.resolve(github.installation(id)),
    memory: heldMemory(store),
    now,
    wake: underHeldKey((id, wakes) => queue.accept(id, wakes)),
    swept: (told) => clock.swept(told),
    ownLogin: async () => (await github.self()).botLogin,
  });
  const queue = await startQueue({
    inbox: store.inbox,
    jobs: store.jobs,
    run: createRunJob({ github, reconcile, watch, waiting: (id) => store.waiting(id), now }),
    log,
    ...(retry ? { retry } : {}),
  });
  close.push(() => queue.stop({ graceMs: RUN_GRACE_MS }));
  return queue;
}

async function closeAll({ stopping, close }: Stack): Promise<void> {
  stopping.abort();
  for (let next = close.pop(); next; next = close.pop()) await next();
}

function secretsOf({ credentials, databaseUrl }: Settings): readonly string[] {
  const password = databaseUrl === null ? '' : new URL(databaseUrl).password;
  const own = credentials === null ? [] : [credentials.privateKey, ...credentials.webhookSecrets];
  return [...own, password, decodeURIComponent(password)];
}
