import type { Arrival, Fault } from '../server/exchange.ts';
import type { Delivery, Weather } from '../webhooks/delivery.ts';
import type { Chaos, Trouble } from './chaos.ts';
import { createDeliveryChaos } from './delivery-chaos.ts';
import { createDice } from './dice.ts';
import { createRequestChaos } from './request-chaos.ts';

/** Chaos, on or off. */
export interface ChaosSwitch {
  /** Undefined: off. Each time it is set, the day begins anew. */
  chaos: Chaos | undefined;
  /** What went wrong since the simulator started. */
  readonly troubles: readonly Trouble[];
  faultFor(request: Arrival): Fault | undefined;
  weatherOf(delivery: Delivery): Weather;
}

type Day = Pick<ChaosSwitch, 'faultFor' | 'weatherOf'>;

const FAIR: Day = { faultFor: () => undefined, weatherOf: () => ({ copies: 1, delayMs: 0 }) };

export function createChaosSwitch(now: () => number): ChaosSwitch {
  const troubles: Trouble[] = [];
  let current: Chaos | undefined;
  let day = FAIR;
  function dayOf(chaos: Chaos): Day {
    const dice = createDice(chaos.seed);
    return {
      faultFor: createRequestChaos({ chaos, dice, now, tell: (trouble) => troubles.push(trouble) }),
      weatherOf: createDeliveryChaos(chaos, dice),
    };
  }
  return {
    troubles,
    get chaos() {
      return current;
    },
    set chaos(chaos) {
      current = chaos;
      day = chaos === undefined ? FAIR : dayOf(chaos);
    },
    faultFor: (request) => day.faultFor(request),
    weatherOf: (delivery) => day.weatherOf(delivery),
  };
}
