import { setTimeout as pause } from 'node:timers/promises';
import type { DestinationStream, Logger } from 'pino';
import { Probot } from 'probot';
import { z } from 'zod';
import { mainstay } from '#app';
import { connectGithub, octokitClass, type Github } from '#github';
import { createSite, listen, WEBHOOK_PATH, type Listening } from '#http';
import type { Known, Outcome, RepoName } from '#model';
import type { Recovery } from '#recovery';
import { fieldsOf, startQueue, type Depth, type Queue, type Retry, type Taken } from '#queue';
import { createReconcile } from '#reconcile';
import type { Credentials, Settings } from '#settings';
import { openStore, type Store } from '#store';
import { isWaking } from '#wake';
import { jobPriority, withinJob, type Job } from './job-fields.ts';
import { createLog } from './log.ts';
import { findPolicies, type FoundPolicies } from './read-policies.ts';
import { openClock, type SweepClock } from './open-clock.ts';
import { openControl } from './open-control.ts';
import { openRecovery, type Deliver } from './open-recovery.ts';
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
};
type Inside = { readonly store: Store; readonly queue: Queue };

const NOTHING: Depth = { waiting: 0, due: 0, running: 0, parked: 0 };
/** Together below the ten seconds that container hosts give before they kill. */
const DOOR_GRACE_MS = 2_000;
const RUN_GRACE_MS = 6_000;
/** Recovery knows who did what while nobody listened; what is found by looking at everything has no name to it. */
const HEAD_START_MS = 10_000;

/**
 * Starts the server; without credentials, only the page that registers the App. Throws where the address, the
 * database's folder or the database cannot be had; what was opened by then is closed again.
 */
export async function start(settings: Settings, overrides: Overrides = {}): Promise<Running> {
  const { credentials } = settings;
  const secrets = secretsOf(settings);
  const destination = overrides.logTo ? { destination: overrides.logTo } : {};
  const log = createLog({ level: settings.logLevel, secrets, ...destination });
  const stack: Stack = { settings, log, stopping: new AbortController(), close: [] };
  if (credentials === null) return setUp(stack);
  try {
    return await serve(stack, credentials, overrides);
  } catch (error) {
    await closeAll(stack);
    throw error;
  }
}

/** The policy files for one repository as GitHub has them now. Reads only; throws where GitHub cannot be asked. */
export async function readPolicies(settings: Settings, repo: RepoName): Promise<Known<FoundPolicies>> {
  const { credentials } = settings;
  if (credentials === null) throw new Error('there are no credentials');
  const log = createLog({ level: 'silent', secrets: secretsOf(settings) });
  const probot = createProbot({ settings, log }, credentials);
  const github = connectGithub({
    auth: (id) => probot.auth(id),
    appId: credentials.appId,
    writeIntervalMs: settings.writeIntervalMs,
    warn: () => undefined,
  });
  return findPolicies(github, repo, await installationOn(probot, repo));
}

const installed = z.object({ id: z.number() });

/** The App's installation that has the repository; null: none has. */
async function installationOn(probot: Probot, { owner, name }: RepoName): Promise<number | null> {
  const app = await probot.auth();
  try {
    const { data } = await app.request('GET /repos/{owner}/{repo}/installation', { owner, repo: name });
    return installed.parse(data).id;
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return null;
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
  const { log, settings } = stack;
  const stopping = stack.stopping.signal;
  const { appId } = credentials;
  const probot = createProbot(stack, credentials);
  const store = await openMemory(stack);
  const github = connectGithub({
    auth: (id) => probot.auth(id),
    appId,
    writeIntervalMs: settings.writeIntervalMs,
    warn: (fields, message) => log.warn(fields, message),
    debug: (fields, message) => log.debug(fields, message),
    priority: jobPriority,
    texts: store.texts,
    accounts: store.jobs.alone ? null : { change: (id, change) => store.changeBudget(id, change) },
  });
  const clock = openClock({
    probot,
    store,
    accept: (id, wakes) => queue.accept(id, wakes),
    hours: settings.sweepHours,
    writeIntervalMs: settings.writeIntervalMs,
    now: overrides.now ?? (() => new Date()),
    log,
  });
  const queue = await openQueue(stack, { github, store, clock }, overrides);
  await probot.load(mainstay({ accept: (id, wakes) => queue.accept(id, wakes), appId, log }));
  const deliver: Deliver = (delivery) => probot.receive(delivery as Parameters<Probot['receive']>[0]);
  const recovery = openRecovery({ github, store, deliver, appId, log });
  stack.close.push(() => recovery.stop());
  const first = recovery.round();
  const control = await openControl(settings, { queue, sweeps: sweepDoor(clock, store, overrides), log });
  stack.close.push(
    () => control.close(),
    () => clock.stop(),
  );
  const door = await openDoor(stack, credentials, { store, queue, deliver, recovery, clock });
  const started = Promise.race([first, pause(HEAD_START_MS, undefined, { ref: false })])
    .then(() => (stopping.aborted ? undefined : clock.start()))
    .catch((error: unknown) => {
      log.warn({ err: error }, 'The installations could not be listed; events are answered all the same');
    });
  log.info({ url: door.url }, 'Mainstay listens');
  let stopped: Promise<void> | null = null;
  return {
    url: door.url,
    depth: () => queue.depth(),
    recover: () => recovery.round(),
    sweep: async () => void (await clock.ask(null)),
    idle: async () => {
      await Promise.all([started, first]);
      await queue.idle();
    },
    stop: () => (stopped ??= closeAll(stack)),
  };
}

function sweepDoor(clock: SweepClock, store: Store, { now = () => new Date() }: Overrides) {
  return { ask: (org: string | null) => clock.ask(org), sweep: (org: string) => store.sweep(org), now };
}

function createProbot(
  { settings, log }: Pick<Stack, 'settings' | 'log'>,
  { appId, privateKey, webhookSecrets }: Credentials,
): Probot {
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecrets[0],
    baseUrl: settings.githubUrl,
    Octokit: octokitClass(),
    log,
  });
}

async function openMemory({ settings, log, close }: Stack): Promise<Store> {
  const { dataDir, keepDays } = settings;
  const databaseUrl = settings.databaseUrl ?? undefined;
  const store = await openStore({ databaseUrl, dataDir, keepDays, log });
  close.push(() => store.close());
  return store;
}

type Doors = { readonly github: Github; readonly store: Store; readonly clock: SweepClock };

async function openQueue(
  { log, close }: Stack,
  { github, store, clock }: Doors,
  { now, retry }: Overrides,
): Promise<Queue> {
  const reconcile = createReconcile({
    installation: (id) => Promise.resolve(github.installation(id)),
    memory: store,
    now: now ?? (() => new Date()),
    wake: (id, wakes) => queue.accept(id, wakes),
    swept: (told) => clock.swept(told),
    ownLogin: async () => (await github.self()).botLogin,
  });
  const queue = await startQueue({
    inbox: store.inbox,
    jobs: store.jobs,
    run: (taken) => withinJob(jobOf(taken), () => runWith(github, taken, reconcile)),
    log,
    ...(retry ? { retry } : {}),
  });
  close.push(() => queue.stop({ graceMs: RUN_GRACE_MS }));
  return queue;
}

function jobOf(taken: Taken): Job {
  return { fields: fieldsOf(taken), priority: taken.priority };
}

/** Events after which a token may not see what it should: it was made for other permissions or repositories. */
const ACCESS = /^(?:installation|installation_repositories|repository)\./;

function runWith(
  github: Github,
  taken: Taken,
  reconcile: ReturnType<typeof createReconcile>,
): Promise<Outcome> {
  if (taken.causes.some(({ event }) => ACCESS.test(event))) github.forget(taken.installation);
  return reconcile(taken);
}

type Parts = { readonly deliver: Deliver; readonly recovery: Recovery; readonly clock: SweepClock };

async function openDoor(
  stack: Stack,
  { webhookSecrets }: Credentials,
  { store, queue, deliver, recovery, clock }: Inside & Parts,
): Promise<Listening> {
  const { settings, log, close } = stack;
  const site = createSite({
    secrets: webhookSecrets,
    needs: isWaking,
    deliver,
    ready: () => readiness(store, queue),
    detail: () => ({ recovery: recovery.point() ?? { at: null, upTo: null }, sweep: clock.detail() }),
    log,
  });
  const door = await listen(site, settings);
  close.push(() => door.close(DOOR_GRACE_MS));
  if (settings.webhookProxyUrl !== null) {
    close.push(await followProxy(settings.webhookProxyUrl, `${door.url}${WEBHOOK_PATH}`, log));
  }
  return door;
}

async function readiness(store: Store, queue: Queue) {
  const [database, tokens] = await Promise.allSettled([store.ready(), queue.depth()]);
  return {
    database: database.status === 'fulfilled' && database.value,
    queue: tokens.status === 'fulfilled',
  };
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
