import { z } from 'zod';
import { type Limits, type Priority, reserveOf, type Unit, type Units, type Window } from './limits.ts';

/** So much within the slot that begins then. Times are milliseconds since 1970, by the clock of whoever keeps the account. */
type Spend = { readonly at: number; readonly n: number };

/** What an installation has used, over all processes that share it. Small: a window is kept in sixty slots. */
export type Account = {
  /** When the next write may start. */
  readonly nextWrite: number;
  /** Until then GitHub wants to be left alone. */
  readonly closedUntil: number;
  /** How often in a row it said so without saying how long. */
  readonly strikes: number;
  readonly spent: Readonly<Record<Unit, readonly Spend[]>>;
};

/** Something to be granted whole or not at all. What is `spare` is taken if it can be had, and not waited for. */
export type Wish = { readonly units: Units; readonly priority: Priority; readonly spare?: true };

/** So much of a unit; `at`: when it may be used first, which lies ahead for a write's turn. */
export type Grant = { readonly unit: Unit; readonly n: number; readonly at: number };
/** What could not be granted, and when it can be at the earliest. */
export type Denial = { readonly unit: Unit; readonly priority: Priority; readonly until: number };
export type Lease = { readonly grants: readonly Grant[]; readonly denials: readonly Denial[] };

const SLOTS = 60;
/** Turns are given out so far ahead, no further: whoever has to wait longer comes back. */
const AHEAD_MS = 10_000;
export const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** After so long without a limit, the next one counts as the first. */
const CALM_MS = 600_000;

const spend = z.array(z.object({ at: z.number(), n: z.number() }));
const stored = z.object({
  nextWrite: z.number(),
  closedUntil: z.number(),
  strikes: z.number(),
  spent: z.object({ rest: spend, graphql: spend, write: spend, content: spend }),
}) satisfies z.ZodType<Account>;
const NEW: Account = {
  nextWrite: 0,
  closedUntil: 0,
  strikes: 0,
  spent: { rest: [], graphql: [], write: [], content: [] },
};

/** An account as it was stored; one that cannot be read begins anew. */
export function accountOf(value: unknown): Account {
  const parsed = stored.safeParse(value);
  return parsed.success ? parsed.data : NEW;
}

/** Grants what the windows allow, in the order of the wishes, so the urgent ones come first. */
export function lease(
  account: Account,
  { wishes, limits }: { readonly wishes: readonly Wish[]; readonly limits: Limits },
  now: number,
): { readonly account: Account; readonly lease: Lease } {
  let current = account;
  const grants: Grant[] = [];
  const denials: Denial[] = [];
  for (const wish of wishes) {
    const opens = opensAt(current, { wish, limits }, now);
    const late = opens.filter(({ unit, until }) => until > now + (unit === 'write' ? AHEAD_MS : 0));
    if (late.length > 0) {
      if (!wish.spare) denials.push(...late);
      continue;
    }
    for (const { unit, until: at } of opens) {
      const grant = { unit, n: wish.units[unit] ?? 0, at };
      grants.push(grant);
      current = charged(current, grant, limits);
    }
  }
  return { account: current, lease: { grants, denials } };
}

/** GitHub closed the installation: for as long as it said, else for a minute, and twice as long each time in a row. */
export function closed(account: Account, afterMs: number | null, now: number): Account {
  const strikes = strikesOf(account, afterMs, now);
  const pause = afterMs ?? Math.min(FIRST_PAUSE_MS * 2 ** (strikes - 1), LONGEST_PAUSE_MS);
  const isOpen = account.closedUntil <= now;
  // Of several requests under way at once, each is told: that is one limit.
  const closedUntil =
    isOpen || afterMs !== null ? Math.max(account.closedUntil, now + pause) : account.closedUntil;
  return { ...account, closedUntil, strikes };
}

function strikesOf({ closedUntil, strikes }: Account, afterMs: number | null, now: number): number {
  if (afterMs !== null || closedUntil > now) return Math.max(strikes, 1);
  return now - closedUntil > CALM_MS ? 1 : strikes + 1;
}

type Asked = { readonly wish: Wish; readonly limits: Limits };

function opensAt(account: Account, { wish, limits }: Asked, now: number): readonly Denial[] {
  const { units, priority } = wish;
  return unitsOf(units).map(([unit, n]) => {
    const from = unit === 'write' ? nextTurn(account, limits, now) : now;
    const { most } = limits.windows[unit];
    const window = { ...limits.windows[unit], most: most - reserveOf(most, priority) };
    return { unit, priority, until: roomAt(account.spent[unit], window, { n, from }) };
  });
}

/** No turn lies further ahead than it can have been given out, whatever the clock did meanwhile. */
function nextTurn({ nextWrite }: Account, { paceMs }: Limits, now: number): number {
  return Math.max(now, Math.min(nextWrite, now + AHEAD_MS + paceMs));
}

/** The first moment from `from` on at which the window holds `n` more. */
function roomAt(
  spent: readonly Spend[],
  window: Window,
  { n, from }: { readonly n: number; readonly from: number },
): number {
  let sum = spent.reduce((total, one) => total + (leaves(one, window) > from ? one.n : 0), 0);
  if (sum + n <= window.most) return from;
  for (const one of spent) {
    if (leaves(one, window) <= from) continue;
    sum -= one.n;
    if (sum + n <= window.most) return leaves(one, window);
  }
  return from + window.ms;
}

/** When what was granted in a slot can no longer have been used within the window. */
function leaves({ at }: Spend, { ms, lifeMs }: Window): number {
  return at + ms / SLOTS + ms + lifeMs;
}

function charged(account: Account, { unit, n, at }: Grant, { windows, paceMs }: Limits): Account {
  const spent = { ...account.spent, [unit]: withSpend(account.spent[unit], windows[unit], { at, n }) };
  return { ...account, spent, nextWrite: unit === 'write' ? at + paceMs : account.nextWrite };
}

function withSpend(spent: readonly Spend[], window: Window, { at, n }: Spend): readonly Spend[] {
  const slot = window.ms / SLOTS;
  const start = Math.floor(at / slot) * slot;
  const kept = spent.filter((one) => leaves(one, window) > at && one.at !== start);
  const same = spent.find((one) => one.at === start);
  return [...kept, { at: start, n: n + (same?.n ?? 0) }].sort((one, other) => one.at - other.at);
}

/** The units with their amounts. */
export function unitsOf(units: Units): readonly (readonly [Unit, number])[] {
  return (Object.entries(units) as [Unit, number][]).filter(([, n]) => n > 0);
}
