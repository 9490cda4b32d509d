import { PgBoss, type Job, type Queue } from 'pg-boss';
import type { Log } from '#model';
import type { JobDatabase, Token } from './inbox.ts';
import type { JobBackend } from './job-backend.ts';

/** A token that this process holds: while it does, nobody else is given another one of its key. */
export type Held = {
  readonly id: string;
  readonly retryCount: number;
  readonly key: string;
  readonly installation: number;
};

/** Tokens over the job library: stored, handed out one a key at a time, and given up when their process dies. */
export interface Tokens {
  insert(db: JobDatabase, tokens: readonly Token[]): Promise<void>;
  /** Live ones first, then the oldest; none of these installations. */
  fetch(most: number, without: readonly number[]): Promise<readonly Held[]>;
  /** Done with it: in the transaction of `db`, or by itself. Without effect where the token was lost meanwhile. */
  drop(held: Held, db?: JobDatabase): Promise<void>;
  /** For somebody else, soon. */
  release(held: Held): Promise<void>;
  /** Says that the holder lives; answers which of them it still holds. */
  keepAlive(held: readonly Held[]): Promise<readonly Held[]>;
  /** For how many milliseconds after a sign of life nobody else is given its tokens, with some to spare. */
  readonly leaseMs: number;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'keys';
/** Where others may be at work, a holder that is silent for so long is dead. */
const HEARTBEAT_S = 15;
export const KEEP_ALIVE_MS = 4_000;
/** Shorter than the heartbeat by what a request to GitHub may take that was begun at the last moment. */
const LEASE_MS = 8_000;

/** `singleton`: a unique index allows one active job a key, over all processes. */
function queueOf(alone: boolean): Omit<Queue, 'name' | 'policy' | 'partition'> {
  return {
    expireInSeconds: 2 * 3600,
    deleteAfterSeconds: 3600,
    // Tries are counted with the causes; a token only comes back when its process died or the database was away.
    retryLimit: 100_000,
    retryDelay: 1,
    ...(alone ? {} : { heartbeatSeconds: HEARTBEAT_S }),
  };
}

/** Connects the job library and makes its tables and queue where they are missing. */
export async function openTokens({ connection, alone }: JobBackend, log: Log): Promise<Tokens> {
  const boss = new PgBoss({
    ...connection,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    reindex: !alone,
    monitorVacuum: !alone,
    ...(alone ? {} : { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 }),
  });
  boss.on('error', (error) => log.error({ error: error.message }, 'the job library met an error'));
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'the job library warns'));
  await boss.start();
  await boss.createQueue(NAME, { ...queueOf(alone), policy: 'singleton' });
  await boss.updateQueue(NAME, queueOf(alone));
  return tokensOf(boss, alone ? Number.POSITIVE_INFINITY : LEASE_MS);
}

function tokensOf(boss: PgBoss, leaseMs: number): Tokens {
  return {
    leaseMs,
    insert: async (db, tokens) => {
      if (tokens.length > 0) await boss.insert(NAME, tokens.map(jobOf), { db });
    },
    fetch: async (most, without) => {
      const ignoreGroups = without.map(String);
      const jobs = await boss.fetch<{ key: string }>(NAME, { batchSize: most, ignoreGroups });
      return jobs.map(heldOf);
    },
    drop: async (held, db) => {
      await boss.deleteJob(NAME, attemptOf(held), db === undefined ? {} : { db });
    },
    release: async (held) => {
      await boss.fail(NAME, attemptOf(held));
    },
    keepAlive: async (held) => {
      if (held.length === 0) return [];
      const alive = touched(await boss.touch(NAME, held.map(attemptOf)));
      return alive === null ? held : held.filter(({ id }) => alive.includes(id));
    },
    clear: async () => {
      await boss.deleteAllJobs(NAME);
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

/** The ids that were refreshed; null where the library does not say. */
function touched(answer: object): readonly unknown[] | null {
  return 'settled' in answer && Array.isArray(answer.settled) ? answer.settled : null;
}

type Fetched = Pick<Job<{ key: string }>, 'id' | 'retryCount' | 'groupId' | 'data'>;

function heldOf({ id, retryCount, groupId, data }: Fetched): Held {
  return { id, retryCount, key: data.key, installation: Number(groupId ?? 0) };
}

function jobOf({ key, at, priority, installation }: Token) {
  return {
    data: { key },
    singletonKey: key,
    group: { id: String(installation) },
    priority: priority === 'live' ? 1 : 0,
    ...(at === null ? {} : { startAfter: at }),
  };
}

/** With the attempt, so that a holder that lost its token cannot touch the next one's. */
function attemptOf({ id, retryCount }: Held) {
  return { id, retryCount };
}
