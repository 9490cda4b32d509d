import { AppRefused, CATALOGUE, type Log } from '#model';

/** Whether GitHub takes the App's key: while it does not, GitHub is asked once a while, not by every job. */
export interface AppWatch {
  /** Does the work, unless GitHub refuses the App and still does; then `AppRefused` is thrown. */
  whileTaken<T>(work: () => Promise<T>): Promise<T>;
  /** `ok`, or what is wrong and how to mend it. Asks GitHub again where its refusal is old. */
  state(): Promise<string>;
}

export type AppWatchParts = {
  /** A request in the App's own name that rejects with `AppRefused` while it is refused. */
  readonly ask: () => Promise<unknown>;
  /** Called when GitHub takes the App again. */
  readonly back: () => void;
  /** Milliseconds between two questions while it is refused. */
  readonly pauseMs: number;
  readonly log: Log;
};

const { title, fix } = CATALOGUE.app_key_refused;
const REFUSED = `app_key_refused: ${title}. ${fix}`;

export function watchApp({ ask, back, pauseMs, log }: AppWatchParts): AppWatch {
  let refusal: AppRefused | null = null;
  let askedAt = 0;

  function note(error: unknown): void {
    if (!(error instanceof AppRefused)) return;
    if (refusal === null) log.error({ error: error.message, problem: 'app_key_refused', fix }, `${title}.`);
    refusal ??= error;
    askedAt = Date.now();
  }
  async function stillRefused(): Promise<AppRefused | null> {
    if (refusal === null || Date.now() - askedAt < pauseMs) return refusal;
    askedAt = Date.now();
    try {
      await ask();
    } catch {
      return refusal;
    }
    refusal = null;
    log.info({}, "GitHub takes the App's key again, and the work goes on");
    back();
    return null;
  }
  return {
    whileTaken: async (work) => {
      const refused = await stillRefused();
      if (refused !== null) throw refused;
      try {
        return await work();
      } catch (error) {
        note(error);
        throw error;
      }
    },
    state: async () => ((await stillRefused()) === null ? 'ok' : REFUSED),
  };
}
