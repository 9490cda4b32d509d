import type { Delivery, Weather } from '../webhooks/delivery.ts';
import type { Chaos } from './chaos.ts';
import type { Dice } from './dice.ts';

const DELAY_MS = 50;

/** What becomes of each webhook on such a day. */
export function createDeliveryChaos({ deliveries = {} }: Chaos, dice: Dice): (delivery: Delivery) => Weather {
  const { lost = 0, doubled = 0, delayed = 0, delayMs = DELAY_MS } = deliveries;
  return (delivery) => {
    const thrown = dice(subjectOf(delivery));
    if (thrown('lost') < lost) return { lost: thrown('how') < 0.5 ? 0 : 502 };
    const isDelayed = thrown('delayed') < delayed;
    return {
      copies: thrown('doubled') < doubled ? 2 : 1,
      delayMs: isDelayed ? Math.ceil(thrown('delay') * delayMs) : 0,
    };
  };
}

/** The guid is another each time. */
function subjectOf({ event, action, repositoryId, installationId }: Delivery): string {
  return [event, action, repositoryId, installationId].join(' ');
}
