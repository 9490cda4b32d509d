import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds since 1970, as GitHub's headers tell them, and a way to wait: given, so that a test need not wait. */
export type Clock = { readonly now: () => number; readonly sleep: (ms: number) => Promise<unknown> };

export const REAL: Clock = { now: () => Date.now(), sleep: (ms) => pause(ms) };
