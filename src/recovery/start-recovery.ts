import { randomUUID } from 'node:crypto';
import type { RecoveryMemory, RecoveryPoint } from './doors.ts';
import type { Parts } from './parts.ts';
import { recoverOnce } from './recover-once.ts';

export type RecoveryOptions = Omit<Parts, 'signal' | 'keepTurn' | 'mostPages' | 'handled'> & {
  /** Milliseconds between two rounds, on average. Default: ten minutes. */
  readonly everyMs?: number;
  /** Pages of a hundred entries that one round reads at most. Default 200. */
  readonly mostPages?: number;
};

/** Recovery that goes on until it is stopped. Trouble with it is told and tried again; it never stops the server. */
export interface Recovery {
  /** One round now, or the one that is under way. Resolves when it has ended, well or not. */
  round(): Promise<void>;
  /** The last point that is known here; null before the first. */
  point(): RecoveryPoint | null;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 600_000;
const MOST_PAGES = 200;

/** Begins with a round at once. */
export function startRecovery(options: RecoveryOptions): Recovery {
  const { everyMs = EVERY_MS, memory, log } = options;
  const stopping = new AbortController();
  const handled = new Set<string>();
  let known: RecoveryPoint | null = null;
  let underWay: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function takeTurn(): Promise<void> {
    const run = randomUUID();
    const isOurs = await memory.hold(run);
    const parts = { mostPages: MOST_PAGES, ...options, signal: stopping.signal, handled };
    known = (isOurs ? await roundOf(parts, run) : await memory.point()) ?? known;
  }
  function tell(error: unknown): void {
    if (stopping.signal.aborted) return;
    log.warn({ err: error }, "GitHub's log of deliveries could not be looked through; it is tried again");
  }
  function round(): Promise<void> {
    underWay ??= takeTurn()
      .catch(tell)
      .finally(() => (underWay = null));
    return underWay;
  }
  function goOn(): void {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => void round().then(goOn), jittered(everyMs)).unref();
  }

  void round().then(goOn);
  return {
    round,
    point: () => known,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await underWay;
    },
  };
}

async function roundOf(parts: Omit<Parts, 'keepTurn'>, run: string): Promise<RecoveryPoint | null> {
  const { memory } = parts;
  try {
    return await recoverOnce({ ...parts, keepTurn: () => keepTurn(memory, run) }, run);
  } finally {
    await memory.release(run);
  }
}

async function keepTurn(memory: RecoveryMemory, run: string): Promise<void> {
  if (!(await memory.hold(run))) throw new Error('another process has taken over');
}

/** A tenth more or less, so that several processes do not ask at the same time for ever. */
function jittered(ms: number): number {
  return ms * (0.9 + Math.random() / 5);
}
