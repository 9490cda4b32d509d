import type { DestinationStream, Logger } from 'pino';
import { Probot } from 'probot';
import { z } from 'zod';
import { mainstay } from '#app';
import { connectGithub, octokitClass, type Github } from '#github';
import { createSite, listen, WEBHOOK_PATH, type Listening } from '#http';
import type { Wake } from '#model';
import { startQueue, type Depth, type Queue, type Retry } from '#queue';
import { createReconcile } from '#reconcile';
import type { Credentials, Settings } from '#settings';
import { openStore, type Store } from '#store';
import { isWaking } from '#wake';
import { watchApp, type AppWatch } from './app-watch.ts';
import { assertHeld, heldMemory } from './job-lease.ts';
import { createLog } from './log.ts';
import { createRunJob } from './run-job.ts';
import { serveSetUp } from './set-up.ts';
import { followProxy } from './smee.ts';

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
  /** Accepts nothing new, lets what runs end or gives it back, and closes. The second call waits for the first. */
  stop(): Promise<void>;
}

/** What is open so far, and how it is closed again, the last first. */
type Stack = {
  readonly settings: Settings;
  readonly log: Logger;
  readonly stopping: AbortController;
  readonly close: (() => Promise<void>)[];
  /** Looks at every installation: at the start, and when GitHub takes the App again after it did not. Never throws. */
  lookAtAll: () => Promise<void>;
  /** Its last look. */
  looking: Promise<void>;
};
type Inside = { readonly store: Store; readonly queue: Queue };
type Outside = { readonly github: Github; readonly watch: AppWatch };

const NOTHING: Depth = { waiting: 0, due: 0, running: 0, parked: 0 };
/** Together below the ten seconds that container hosts give before they kill. */
const DOOR_GRACE_MS = 2_000;
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
    lookAtAll: () => Promise.resolve(),
    looking: Promise.resolve(),
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
  return { url, stop, idle: () => Promise.resolve(), depth: () => Promise.resolve(NOTHING) };
}

async function serve(stack: Stack, credentials: Credentials, overrides: Overrides): Promise<Running> {
  const { log, settings } = stack;
  const { appId } = credentials;
  const probot = createProbot(stack, credentials);
  const github = connectGithub({
    auth: (id) => probot.auth(id),
    appId,
    writeIntervalMs: settings.writeIntervalMs,
    mayWrite: assertHeld,
    warn: (fields, message) => log.warn(fields, message),
  });
  const watch = watchApp({
    ask: () => github.askSelf(),
    back: () => void (stack.looking = stack.lookAtAll()),
    pauseMs: overrides.retry?.longestMs ?? APP_PAUSE_MS,
    log,
  });
  const { store, queue } = await openQueue(stack, { github, watch }, overrides);
  await probot.load(mainstay({ accept: (id, wakes) => queue.accept(id, wakes), appId, log }));
  const door = await openDoor(stack, credentials, { store, queue, probot, watch });
  stack.lookAtAll = () =>
    wakeEverything({ probot, queue, github, watch, stopping: stack.stopping.signal, log });
  stack.looking = stack.lookAtAll();
  log.info({ url: door.url }, 'Mainstay listens');
  let stopped: Promise<void> | null = null;
  return {
    url: door.url,
    depth: () => queue.depth(),
    idle: async () => {
      await stack.looking;
      await queue.idle();
    },
    stop: () => (stopped ??= closeAll(stack)),
  };
}

function createProbot({ settings, log }: Stack, { appId, privateKey, webhookSecrets }: Credentials): Probot {
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecrets[0],
    baseUrl: settings.githubUrl,
    Octokit: octokitClass(),
    log,
  });
}

async function openQueue(
  stack: Stack,
  { github, watch }: Outside,
  { now = () => new Date(), retry }: Overrides,
): Promise<Inside> {
  const { settings, log, close } = stack;
  const { dataDir } = settings;
  const store = await openStore({ databaseUrl: settings.databaseUrl ?? undefined, dataDir, log });
  close.push(() => store.close());
  const reconcile = createReconcile({
    installation: (id) => Promise.resolve(github.installation(id)),
    memory: heldMemory(store),
    now,
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
  return { store, queue };
}

async function openDoor(
  stack: Stack,
  { webhookSecrets }: Credentials,
  { store, queue, probot, watch }: Inside & Pick<Outside, 'watch'> & { readonly probot: Probot },
): Promise<Listening> {
  const { settings, log, close } = stack;
  const site = createSite({
    secrets: webhookSecrets,
    needs: isWaking,
    deliver: (delivery) => probot.receive(delivery as Parameters<Probot['receive']>[0]),
    ready: () => readiness({ store, queue, watch }),
    log,
  });
  const door = await listen(site, settings);
  close.push(() => door.close(DOOR_GRACE_MS));
  if (settings.webhookProxyUrl !== null) {
    close.push(await followProxy(settings.webhookProxyUrl, `${door.url}${WEBHOOK_PATH}`, log));
  }
  return door;
}

async function readiness({ store, queue, watch }: Inside & Pick<Outside, 'watch'>) {
  const [database, tokens, app] = await Promise.allSettled([store.ready(), queue.depth(), watch.state()]);
  return {
    database: database.status === 'fulfilled' && database.value,
    queue: tokens.status === 'fulfilled',
    // Without GitHub deliveries are stored all the same, so this is told and makes nobody unready.
    github: app.status === 'fulfilled' ? app.value : 'unknown',
  };
}

type Everything = Outside & {
  readonly probot: Probot;
  readonly queue: Queue;
  readonly stopping: AbortSignal;
  readonly log: Logger;
};

const installations = z.array(
  z.object({
    id: z.number(),
    account: z.object({ login: z.string() }).nullable().catch(null),
    suspended_at: z.string().nullish(),
  }),
);

/** What happened while nobody listened is found by looking at everything once. */
async function wakeEverything(everything: Everything): Promise<void> {
  const { watch, github, log } = everything;
  try {
    await wakeInstallations(everything);
  } catch (error) {
    log.warn({ err: error }, 'The installations could not be listed; events are answered all the same');
    // Told as what it is, where it is the key that GitHub does not take.
    await watch.whileTaken(() => github.askSelf()).catch(() => undefined);
  }
}

async function wakeInstallations({ probot, queue, stopping }: Everything): Promise<void> {
  const app = await probot.auth();
  const listed = installations.parse(await app.paginate('GET /app/installations', { per_page: 100 }));
  const delivery = `start:${new Date().toISOString()}`;
  const wakes = listed.flatMap(({ id, account, suspended_at }): readonly Wake[] => {
    if (account === null || suspended_at) return [];
    const cause = { delivery, event: 'start', actor: null };
    return [{ key: { kind: 'org', org: account.login }, installation: id, cause, priority: 'sweep' }];
  });
  if (!stopping.aborted) await queue.accept(delivery, wakes);
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
