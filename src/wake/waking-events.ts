import { TABLE } from './table.ts';

export type WakingEvent = keyof typeof TABLE;

/** The events (with their action, where they have one) that can wake something. */
export const WAKING_EVENTS = Object.keys(TABLE) as readonly WakingEvent[];

const NAMES: ReadonlySet<string> = new Set(WAKING_EVENTS.map((event) => event.split('.', 1)[0] ?? event));

/** Whether an event of this name (the `X-GitHub-Event` header, without an action) can wake anything at all. */
export function isWaking(name: string): boolean {
  return NAMES.has(name);
}
