/** A run's hold on its key. */
export interface Lease {
  /** False from the moment on from which another process may be given the key: then this run must change nothing more. */
  holds(): boolean;
}

/** A moment by two clocks: the machine's goes on while it sleeps, the process's is never set back. */
export type Moment = { readonly wall: number; readonly steady: number };

/** When a token's holder last said that it lives, and whether the token was lost since. */
export type Hold = { aliveAt: Moment; lost: boolean };

/** Taken before the database is asked, so that its own record of the same sign of life is never older. */
export function moment(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** `leaseMs`: how long a sign of life is good for. Whichever clock says that more time has passed is believed. */
export function holdsStill({ aliveAt, lost }: Hold, leaseMs: number): boolean {
  const now = moment();
  const passed = Math.max(now.wall - aliveAt.wall, now.steady - aliveAt.steady);
  return !lost && passed < leaseMs;
}
