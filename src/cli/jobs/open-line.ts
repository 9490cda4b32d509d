import {
  askControl,
  jobsAnswer,
  jobsOf,
  jobsRequest,
  retryAnswer,
  retryRequest,
  type Asked,
  type Jobs,
} from '#control';
import type { Log } from '#model';
import type { Places } from '#settings';

/** Whoever answers for the jobs: the running server, or the database that it shares. */
export type Line = {
  readonly jobs: () => Promise<Jobs>;
  /** The keys that run again. */
  readonly retry: (id: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/**
 * The server of the data folder, by its socket; where none answers and there is a PostgreSQL, that. Throws in one line
 * where there is neither: the embedded database is its server's alone.
 */
export async function openLine({ dataDir, databaseUrl }: Places): Promise<Line> {
  const request = jobsRequest.parse({ verb: 'jobs' });
  const asked = await askControl({ dataDir, request, answer: jobsAnswer });
  if (asked.kind !== 'no server') return lineToServer(dataDir);
  if (databaseUrl !== null) return lineToDatabase(databaseUrl, dataDir);
  throw new Error(`${noServerIn(dataDir)}: start it, or say in MAINSTAY_DATA_DIR where it keeps its data`);
}

function noServerIn(dataDir: string): string {
  return `no server runs on the data folder ${dataDir}`;
}

function lineToServer(dataDir: string): Line {
  return {
    jobs: async () => {
      const request = jobsRequest.parse({ verb: 'jobs' });
      return answerOf(await askControl({ dataDir, request, answer: jobsAnswer }), dataDir);
    },
    retry: async (id) => {
      const request = retryRequest.parse({ verb: 'retry', id });
      const { keys } = answerOf(await askControl({ dataDir, request, answer: retryAnswer }), dataDir);
      return keys;
    },
    close: () => Promise.resolve(),
  };
}

function answerOf<T>(asked: Asked<T>, dataDir: string): T {
  if (asked.kind === 'answer') return asked.answer;
  throw new Error(asked.kind === 'refused' ? asked.reason : noServerIn(dataDir));
}

async function lineToDatabase(databaseUrl: string, dataDir: string): Promise<Line> {
  const [{ openStore }, { openCounter }] = await Promise.all([import('#store'), import('#queue')]);
  const store = await openStore({ databaseUrl, dataDir, keepDays: null, log: SILENT });
  const counter = await openCounter({ inbox: store.inbox, jobs: store.jobs, log: SILENT });
  return {
    jobs: () => jobsOf(counter),
    retry: (id) => counter.retry(id),
    close: async () => {
      await counter.close();
      await store.close();
    },
  };
}

/** What matters is thrown, and said once. */
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => SILENT };

function nothing(): void {
  return;
}
