import type { Cause, Wake } from '#model';
import { common } from './payload.ts';
import { TABLE } from './table.ts';
import { isWakingEvent } from './waking-events.ts';

/** A delivery whose signature was verified; the payload is as GitHub sent it, typed here. */
export type Delivery = { readonly id: string; readonly name: string; readonly payload: unknown };

/** What a delivery makes us look at. Empty where it does not concern us or lacks what is needed; never a throw. */
export function wakesOf(delivery: Delivery, appId: number): readonly Wake[] {
  const event = eventOf(delivery);
  const row = isWakingEvent(event) ? TABLE[event] : undefined;
  const parsed = common.safeParse(delivery.payload);
  if (!row || !parsed.success) return [];
  const cause: Cause = { delivery: delivery.id, event, actor: parsed.data.sender ?? null };
  return row({ common: parsed.data, payload: delivery.payload, appId }).map(({ key, command, branch }) => ({
    key,
    installation: parsed.data.installation.id,
    cause: { ...cause, ...(command ? { command } : {}), ...(branch === undefined ? {} : { branch }) },
    priority: 'live',
  }));
}

function eventOf({ name, payload }: Delivery): string {
  const hasAction = typeof payload === 'object' && payload !== null && 'action' in payload;
  return hasAction && typeof payload.action === 'string' ? `${name}.${payload.action}` : name;
}
