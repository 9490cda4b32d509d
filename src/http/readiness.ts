import { setTimeout as pause } from 'node:timers/promises';

/** By name: parts that must be up before work can be taken, and words about those that need not be. */
export type Readiness = Readonly<Record<string, boolean | string>>;

const PATIENCE_MS = 5_000;

/** Asks whether the parts are up: once for all who ask at the same time, and never longer than five seconds. */
export function createReadiness(ask: () => Promise<Readiness>): () => Promise<Readiness> {
  let asking: Promise<Readiness> | null = null;

  async function answer(): Promise<Readiness> {
    const late = pause(PATIENCE_MS, { answered: false }, { ref: false });
    return Promise.race([ask().catch(() => ({ answered: false })), late]);
  }

  return () => {
    asking ??= answer().finally(() => (asking = null));
    return asking;
  };
}
