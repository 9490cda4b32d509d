import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator, type Chaos, type Simulator } from '#simulator';
import { APP_KEY } from '#kit/app-key';
import { LAST_STEP, unlikePolicy } from '#kit/asked';
import { createDatabase, ON_SERVER } from '#kit/database';
import { APP, SECRET } from '#kit/house';
import { ORG, settlePeople, type Deed, type People } from '#kit/people';
import { startProcess, type MainstayProcess } from '#kit/process';
import { createRandom, type Random } from '#kit/random';
import { setWatchdog, touchedBy, type Watchdog } from '#kit/watchdog';

export type ChaosRun = {
  readonly seed: number;
  readonly repositories: number;
  readonly events: number;
  /** How often a replica is killed on the spot, the last time when all is done. */
  readonly kills: number;
  /** Milliseconds that the world has to become as the policy says, once the bad day is over. */
  readonly patienceMs: number;
  /** Milliseconds that people at most wait for Mainstay between two events. */
  readonly pauseMs: number;
};

/** What is to be held against Mainstay; nothing, if all is well. */
export type Findings = {
  readonly seed: number;
  readonly unlikePolicy: readonly string[];
  readonly weakened: readonly string[];
  readonly tooOften: readonly string[];
};

/** What came to pass, so that a test can tell that there was something to survive. */
export type Survived = {
  /** Requests while the day was bad, and how many of them met trouble. */
  readonly asked: number;
  readonly troubles: number;
  /** Webhooks that never were answered well. */
  readonly lost: number;
  readonly kills: number;
  readonly writes: number;
  readonly deeds: readonly string[];
};

/** A fifth of all answers fails, some of GraphQL's have holes besides, and a tenth of the webhooks is lost. */
export function badDay(seed: number): Chaos {
  return {
    seed,
    latency: { min: 0, max: 10 },
    errors: { 500: 0.04, 502: 0.04, 503: 0.04, 401: 0.02, 403: 0.01, 429: 0.01 },
    hangs: { rate: 0.04, ms: 50 },
    done: 0.5,
    partial: 0.05,
    secondaryAfter: { requests: 1500, windowMs: 10_000 },
    deliveries: { lost: 0.1, doubled: 0.1, delayed: 0.2, delayMs: 200 },
  };
}

/** A whole bad day of an organisation, and the calm after it. */
export async function runChaos(run: ChaosRun): Promise<{ findings: Findings; survived: Survived }> {
  const github = await startSimulator({ ...APP, privateKey: APP_KEY, webhookSecret: SECRET });
  const random = createRandom(run.seed);
  const people = settlePeople(github, random, run.repositories);
  const watchdog = setWatchdog(github, () => people.step());
  const house = await openReplicas(github);
  const day: Day = { run, github, random, people, watchdog, house, deeds: [] };
  try {
    const kills = await badHours(day);
    const asked = askedOf(github);
    await calmHours(day);
    await house.stop();
    const writes = github.count().writes;
    const lost = github.deliveries.filter(
      ({ attempts }) => attempts.length > 0 && !attempts.some(({ status }) => status >= 200 && status < 300),
    ).length;
    const { deeds } = day;
    const survived = { asked, troubles: github.troubles.length, lost, kills, writes, deeds };
    return { findings: findingsOf(day), survived };
  } finally {
    watchdog.stop();
    await house.close();
    await github.close();
  }
}

type Day = {
  readonly run: ChaosRun;
  readonly github: Simulator;
  readonly random: Random;
  readonly people: People;
  readonly watchdog: Watchdog;
  readonly house: Replicas;
  readonly deeds: string[];
};

function findingsOf({ run, github, watchdog }: Day): Findings {
  const { weakened } = watchdog;
  return { seed: run.seed, unlikePolicy: unlike(github), weakened, tooOften: watchdog.tooOften() };
}

/** Of a connection that is cut before anything is done, only the troubles know. */
function askedOf({ exchanges, troubles }: Simulator): number {
  return exchanges.length + troubles.filter(({ what, done }) => what === 'hang' && !done).length;
}

function unlike(github: Simulator): readonly string[] {
  return [...github.state.repositories.values()].flatMap((one) => unlikePolicy(github, one, LAST_STEP));
}

async function badHours(day: Day): Promise<number> {
  const { run, github, random, people, house } = day;
  github.chaos = badDay(run.seed);
  told(day, { what: 'olivia: installs the App', to: 'all' });
  await house.open();
  github.world.installApp(ORG, { by: 'olivia' });
  await someRequests(github, 2 * run.repositories, 20 * run.events + 2_000);
  let kills = 0;
  for (let event = 1; event <= run.events; event += 1) {
    house.answerBy(random);
    told(day, people.act());
    await someRequests(github, random.below(8), run.pauseMs);
    if (event < ((kills + 1) * run.events) / run.kills) continue;
    await house.killOne(random);
    kills += 1;
    day.deeds.push('a replica is killed');
  }
  return kills;
}

/** The bad day ends with the last of those who were killed; what nobody was told of is found by whoever comes next. */
async function calmHours(day: Day): Promise<void> {
  const { github, people, house, run } = day;
  github.chaos = undefined;
  told(day, people.mend());
  await house.whole();
  const { permissions } = github.state.app;
  github.world.changePermissions(ORG, { permissions, by: 'olivia' });
  await untilLikePolicy(github, run.patienceMs);
}

/** As long as Mainstay has something to ask, people take their time; they do not wait for long. */
async function someRequests(github: Simulator, count: number, atMostMs: number): Promise<void> {
  const enough = new AbortController();
  let left = count;
  const stop = github.onExchange(() => {
    left -= 1;
    if (left <= 0) enough.abort();
  });
  await pause(atMostMs, undefined, { signal: enough.signal }).catch(() => undefined);
  stop();
}

/** Counts what is not as the policy says after a deed as drifted once more. */
function told({ github, people, watchdog, deeds }: Day, deed: Deed): void {
  deeds.push(deed.what);
  const step = people.step();
  watchdog.drifted(touchedBy(github, deed).filter((one) => unlikePolicy(github, one, step).length > 0));
}

/** Looks at the world after each request; gives up in the end, so that the test can say what is missing. */
function untilLikePolicy(github: Simulator, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, patienceMs);
    const stop = github.onExchange(look);
    function look(): void {
      if (unlike(github).length === 0) done();
    }
    function done(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
    look();
  });
}

/** Mainstay, by as many processes as the database bears. */
interface Replicas {
  open(): Promise<void>;
  /** The next webhooks go to one of those that live. */
  answerBy(random: Random): void;
  /** Kills one on the spot; another takes its place in its own time. */
  killOne(random: Random): Promise<void>;
  /** Resolves when all are there. */
  whole(): Promise<void>;
  /** Lets what runs end. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

async function openReplicas(github: Simulator): Promise<Replicas> {
  const database = await createDatabase();
  const folders = ON_SERVER ? [await folder(), await folder()] : [database.where.dataDir];
  const living = new Map<string, MainstayProcess>();
  const starting = new Set<Promise<void>>();

  async function open(dataDir: string): Promise<void> {
    const where = { ...database.where, dataDir };
    const replica = await startProcess({ github, ...APP, secret: SECRET, where });
    living.set(dataDir, replica);
    github.hookTo(`${replica.url}/api/github/webhooks`);
  }
  async function openAll(): Promise<void> {
    await Promise.all(folders.map(open));
  }
  async function whole(): Promise<void> {
    await Promise.all(starting);
  }
  async function stop(): Promise<void> {
    await Promise.all([...living.values()].map((replica) => replica.stop()));
    living.clear();
  }
  return {
    open: openAll,
    whole,
    stop,
    answerBy: (random) => {
      const all = [...living.values()];
      const chosen = all[random.below(all.length)];
      if (chosen !== undefined) github.hookTo(`${chosen.url}/api/github/webhooks`);
    },
    killOne: async (random) => {
      await whole();
      const dataDir = random.pick(folders as [string, ...string[]]);
      await living.get(dataDir)?.kill();
      living.delete(dataDir);
      const start = open(dataDir).finally(() => starting.delete(start));
      starting.add(start);
    },
    close: async () => {
      await Promise.allSettled(starting);
      await Promise.all([...living.values()].map((replica) => replica.kill()));
      await database.drop();
      await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })));
    },
  };
}

function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'mainstay-chaos-'));
}
