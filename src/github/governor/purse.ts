import type { Grant } from './account.ts';
import type { Limits, Unit, Units } from './limits.ts';

/** Granted and not used yet: so much of a unit, within a time. Each turn of a write is one of its own. */
type Coin = { readonly unit: Unit; readonly n: number; readonly from: number; readonly until: number };

/** What this process may use without asking. In the order in which it can be used. */
export type Purse = readonly Coin[];

export type Granted = {
  readonly grants: readonly Grant[];
  readonly limits: Limits;
  /** How old the grants are: they end by the account's time, not when they arrive. */
  readonly tookMs: number;
};

/** Adds what was granted; what is past its time is dropped. */
export function fill(purse: Purse, { grants, limits, tookMs }: Granted, now: number): Purse {
  const added = grants.map(({ unit, n, at }) => ({
    unit,
    n,
    from: at,
    until: at + limits.windows[unit].lifeMs - tookMs,
  }));
  return [...purse, ...added]
    .filter(({ until }) => until > now)
    .sort((one, other) => one.from - other.from || one.until - other.until);
}

/** So much of a unit, what those ahead need of it included, at this moment. */
export type Need = { readonly n: number; readonly now: number };

/** When so much of a unit can be used. Null: more must be had first. */
export function usableAt(purse: Purse, unit: Unit, { n, now }: Need): number | null {
  let have = 0;
  for (const coin of purse) {
    if (coin.unit !== unit || coin.until <= now) continue;
    have += coin.n;
    if (have >= n) return coin.from;
  }
  return null;
}

/** Takes what can be used now; `usableAt` said that it is there. */
export function take(purse: Purse, units: Units, now: number): Purse {
  const missing = { rest: 0, graphql: 0, write: 0, content: 0, ...units };
  return purse.flatMap((coin) => {
    if (coin.until <= now) return [];
    const n = Math.min(coin.n, missing[coin.unit]);
    missing[coin.unit] -= n;
    return coin.n > n ? [{ ...coin, n: coin.n - n }] : [];
  });
}
