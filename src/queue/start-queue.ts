import { setTimeout as delay } from 'node:timers/promises';
import type { Log, Wake } from '#model';
import { createBell, type Bell } from './bell.ts';
import { wordsOf } from './ending.ts';
import type { Depth, Inbox, Parked, Send } from './inbox.ts';
import type { JobBackend } from './job-backend.ts';
import { RETRY, type Retry } from './retry.ts';
import type { Run } from './run-key.ts';
import { KEEP_ALIVE_MS, openTokens, type Tokens } from './tokens.ts';
import { keepAlive, leave, workOn, type Worker } from './worker.ts';

export type QueueOptions = {
  readonly inbox: Inbox;
  readonly jobs: JobBackend;
  readonly run: Run;
  readonly log: Log;
  /** Keys that this process runs at once. Default 12. */
  readonly concurrency?: number;
  /** Of these, keys of one installation. Default 8. */
  readonly perInstallation?: number;
  readonly retry?: Partial<Retry>;
};

/** Keys in, runs out. Every function throws when the database cannot be reached. */
export interface Queue {
  /** Stored when it resolves. False: a delivery of this id was stored before, and nothing was added. */
  accept(delivery: string, wakes: readonly Wake[]): Promise<boolean>;
  /** The keys whose last try failed, the oldest first. */
  parked(): Promise<readonly Parked[]>;
  /** Runs one parked key (by its id), or all, again; answers the keys. */
  retry(id: string): Promise<readonly string[]>;
  /** Resolves when nothing runs and nothing that waits is due. */
  idle(): Promise<void>;
  depth(): Promise<Depth>;
  /** Takes no more keys, lets those that run end within the time, and gives the others back. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** Starts the work on what was accepted, also by processes that died since. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { inbox, jobs, log } = options;
  const tokens = await openTokens(jobs, log);
  const bell = createBell();
  const send = sendOver(tokens, bell);
  await recover(options, tokens, send);
  const worker: Worker = {
    inbox,
    tokens,
    send,
    bell,
    log,
    run: options.run,
    retry: { ...RETRY, ...options.retry },
    concurrency: options.concurrency ?? 12,
    perInstallation: options.perInstallation ?? 8,
    jobs: new Map(),
    open: true,
    lookAgain: 0,
    blind: false,
  };
  return queueOver(worker, workOn(worker));
}

function sendOver(tokens: Tokens, bell: Bell): Send {
  return async (db, next) => {
    await tokens.insert(db, next);
    for (const { at } of next) if (at !== null) bell.ringAt(at);
  };
}

/**
 * Alone on the database, nobody can still be at what was running: all tokens are made anew from the inbox. With
 * others beside us, a dead process's tokens come back when its heartbeat has been missed.
 */
async function recover({ inbox, jobs, log }: QueueOptions, tokens: Tokens, send: Send): Promise<void> {
  if (jobs.alone) await tokens.clear();
  const keys = await inbox.wakeAgain(jobs.alone ? 0 : STALE_S, send);
  if (keys > 0) log.info({ keys }, 'keys wait from before the start');
}

const STALE_S = 300;

function queueOver(worker: Worker, working: Promise<void>): Queue {
  const { inbox, send, bell } = worker;
  const timers = [
    setInterval(() => void keepAlive(worker), KEEP_ALIVE_MS).unref(),
    setInterval(() => void mend(worker), STALE_S * 1000).unref(),
  ];
  return {
    accept: async (delivery, wakes) => {
      if (wakes.length === 0) return true;
      const added = await inbox.accept(delivery, wakes, send);
      bell.ring();
      return added;
    },
    parked: () => inbox.parked(),
    retry: async (id) => {
      const keys = await inbox.unpark(id, send);
      bell.ring();
      return keys;
    },
    idle: () => idle(worker),
    depth: () => inbox.depth(),
    stop: async ({ graceMs }) => {
      worker.open = false;
      bell.ring();
      await working;
      await leave(worker, graceMs);
      timers.forEach(clearInterval);
      await worker.tokens.stop();
    },
  };
}

/** However a token was lost: a key that has waited for long is given one. More than one does no harm. */
async function mend({ inbox, send, bell, log }: Worker): Promise<void> {
  try {
    const keys = await inbox.wakeAgain(STALE_S, send);
    if (keys > 0) bell.ring();
  } catch (error) {
    log.warn({ error: wordsOf(error) }, 'the inbox could not be looked through');
  }
}

const IDLE_MS = 10;

async function idle(worker: Worker): Promise<void> {
  for (;;) {
    await Promise.all(worker.jobs.values());
    const { due, running } = await worker.inbox.depth();
    if (due === 0 && running === 0 && worker.jobs.size === 0) return;
    await delay(IDLE_MS);
  }
}
