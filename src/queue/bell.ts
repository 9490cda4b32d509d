/** Wakes the one who waits for it. Rung while nobody waits, it ends the next wait at once. */
export interface Bell {
  ring(): void;
  /** Rings at a time to come, where it is near; a poll finds what lies further off. */
  ringAt(time: Date): void;
  /** Waits for a ring, at most so many milliseconds. */
  heard(ms: number): Promise<void>;
}

const NEAR_MS = 60_000;
/** The database's clock, which says what is due, may be a tick behind ours. */
const SLACK_MS = 10;

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  function ring(): void {
    rung = true;
    wake?.();
  }
  return {
    ring,
    ringAt: (time) => {
      const ms = time.getTime() - Date.now();
      if (ms < NEAR_MS) setTimeout(ring, Math.max(ms, 0) + SLACK_MS).unref();
    },
    heard: async (ms) => {
      if (!rung) await wait(ms, (stop) => (wake = stop));
      rung = false;
      wake = null;
    },
  };
}

function wait(ms: number, hand: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    hand(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
