import type { Log } from '#model';
import type { Delivery } from './delivery-of.ts';
import type { DeliveryLog, RecoveryMemory } from './doors.ts';
import type { Needs } from './lost.ts';

/** What a round works with. */
export type Parts = {
  readonly deliveries: DeliveryLog;
  readonly memory: RecoveryMemory;
  readonly deliver: (delivery: Delivery) => Promise<void>;
  readonly needs: Needs;
  readonly appId: number;
  readonly log: Log;
  readonly mostPages: number;
  /** Deliveries that were dealt with and may have woken nothing, so that nothing stored tells of them. */
  readonly handled: Set<string>;
  readonly signal: AbortSignal;
  /** Throws where another process has taken the turn over. */
  readonly keepTurn: () => Promise<void>;
};
