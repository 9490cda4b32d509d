import { setTimeout as pause } from 'node:timers/promises';
import type { Github } from '#github';
import type { Log } from '#model';
import type { Recovery } from '#recovery';
import type { AppWatch } from './app-watch.ts';
import type { SweepClock } from './open-clock.ts';

export type Everything = {
  readonly clock: Pick<SweepClock, 'start'>;
  readonly recovery: Pick<Recovery, 'round'>;
  readonly github: Pick<Github, 'askSelf'>;
  readonly watch: AppWatch;
  readonly stopping: AbortController;
  readonly log: Log;
};

/** Recovery knows who did what while nobody listened; what is found by looking at everything has no name to it. */
const HEAD_START_MS = 10_000;

/** What happened while nobody listened is recovered, and found by a sweep where that was long. Never throws. */
export async function lookAtEverything(everything: Everything): Promise<void> {
  const round = everything.recovery.round();
  await Promise.race([round, pause(HEAD_START_MS, undefined, { ref: false })]);
  await wakeEverything(everything);
  await round;
}

async function wakeEverything(everything: Everything): Promise<void> {
  const { watch, github, log } = everything;
  try {
    if (!everything.stopping.signal.aborted) await everything.clock.start();
  } catch (error) {
    log.warn({ err: error }, 'The installations could not be listed; events are answered all the same');
    // Told as what it is, where it is the key that GitHub does not take.
    await watch.whileTaken(() => github.askSelf()).catch(() => undefined);
  }
}
