import type { Probot } from 'probot';
import type { Log, Wake } from '#model';
import { WAKING_EVENTS, wakesOf } from '#wake';

export type AppParts = {
  /** Stores what a delivery woke. False: it was stored before. Rejects when it cannot be stored. */
  readonly accept: (delivery: string, wakes: readonly Wake[]) => Promise<boolean>;
  /** The App's number on GitHub, by which it knows its own check runs. */
  readonly appId: number;
  readonly log: Log;
};

/**
 * Mainstay as a Probot app: webhook → wake → queue, and nothing else. Any adapter may host it; a handler that cannot
 * store makes `probot.receive` reject, so that the delivery is not answered as if it were safe.
 */
export function mainstay({ accept, appId, log }: AppParts): (probot: Pick<Probot, 'on'>) => void {
  async function handle(delivery: Delivered): Promise<void> {
    const wakes = wakesOf(delivery, appId);
    if (wakes.length === 0) return;
    const isNew = await accept(delivery.id, wakes);
    const fields = { delivery: delivery.id, event: wakes[0]?.cause.event, keys: wakes.length };
    log.info(fields, isNew ? 'delivery stored' : 'delivery seen before');
  }
  return (probot) => {
    for (const event of WAKING_EVENTS) probot.on(event, handle);
  };
}

/** The part of Probot's context that is read here. */
type Delivered = { readonly id: string; readonly name: string; readonly payload: unknown };
