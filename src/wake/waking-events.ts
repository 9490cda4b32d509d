import { TABLE } from './table.ts';

export type WakingEvent = keyof typeof TABLE;

/** The events (with their action, where they have one) that can wake something. */
export const WAKING_EVENTS = Object.keys(TABLE) as readonly WakingEvent[];

const NAMES: ReadonlySet<string> = new Set(WAKING_EVENTS.map((event) => event.split('.', 1)[0] ?? event));

/**
 * Whether an event of this name (the `X-GitHub-Event` header) can wake anything at all: with this action (null: it has
 * none) or, where the action is not known yet, with any.
 */
export function isWaking(name: string, action?: string | null): boolean {
  if (action === undefined) return NAMES.has(name);
  return isWakingEvent(action === null ? name : `${name}.${action}`);
}

export function isWakingEvent(event: string): event is WakingEvent {
  return Object.hasOwn(TABLE, event);
}
