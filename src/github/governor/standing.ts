import type { Headers } from '../rate-limit.ts';
import { type Denial, unitsOf } from './account.ts';
import { CONCURRENCY, type Priority, reserveOf, type Unit, type Units } from './limits.ts';
import { type Need, type Purse, take, usableAt } from './purse.ts';
import type { Budget, Request } from './request.ts';

/** An hourly budget as GitHub's last answer told it. */
export type Primary = { readonly limit: number; readonly remaining: number; readonly resetAt: number };

/** How one installation stands with GitHub, as one process knows it. */
export type Standing = {
  readonly closedUntil: number;
  /** Null before the first answer, and where GitHub keeps no budget. */
  readonly primary: Readonly<Record<Budget, Primary | null>>;
  readonly purse: Purse;
  /** A turn that is used late pushes back the next. */
  readonly nextWrite: number;
  readonly paceMs: number;
  readonly denials: readonly Denial[];
  /** Requests under way. */
  readonly running: number;
};

/** Why something has to wait: GitHub's word, an hourly budget, a window of the secondary limits, or a write's turn. */
export type Why = 'closed' | 'primary' | 'window' | 'turn';

export type Wait = {
  readonly kind: 'wait';
  readonly until: number;
  readonly why: Why;
  /** Only work of a sweep has to wait: a live event need not. */
  readonly liveMay: boolean;
};

export type Verdict =
  | { readonly kind: 'go'; readonly standing: Standing }
  | Wait
  /** These units must be had from the account first. */
  | { readonly kind: 'ask'; readonly units: Units }
  /** As many requests are under way as may be. */
  | { readonly kind: 'full' };

export const NEW_STANDING: Standing = {
  closedUntil: 0,
  primary: { rest: null, graphql: null },
  purse: [],
  nextWrite: 0,
  paceMs: 0,
  denials: [],
  running: 0,
};

/** A budget is there again a little after GitHub says so: clocks differ. */
export const MARGIN_MS = 1_000;

/** Whether a request may be sent now. `ahead`: what those before it wait for and are to have first. */
export function admit(
  standing: Standing,
  { request, ahead }: { readonly request: Request; readonly ahead: Units },
  now: number,
): Verdict {
  const { closedUntil, running } = standing;
  if (closedUntil > now) return { kind: 'wait', until: closedUntil, why: 'closed', liveMay: false };
  const spent = primaryWait(standing, request, now);
  if (spent !== null) return spent;
  const counted = countedWait(standing, { request, ahead }, now);
  if (counted !== null) return counted;
  if (request.budget !== null && running >= CONCURRENCY) return { kind: 'full' };
  return { kind: 'go', standing: gone(standing, request, now) };
}

function primaryWait({ primary }: Standing, { budget, priority }: Request, now: number): Wait | null {
  const known = budget === null ? null : primary[budget];
  if (known === null || known.resetAt + MARGIN_MS <= now) return null;
  if (known.remaining > reserveOf(known.limit, priority)) return null;
  const liveMay = priority === 'sweep' && known.remaining > 0;
  return { kind: 'wait', until: known.resetAt + MARGIN_MS, why: 'primary', liveMay };
}

type Asked = { readonly request: Request; readonly ahead: Units };

/** A write asks for its points when its turn has come, not before: they do not keep. */
function countedWait(standing: Standing, asked: Asked, now: number): Verdict | null {
  const { rest = 0, graphql = 0, ...early } = asked.request.units;
  return (
    unitsWait(standing, { ...asked, units: early }, now) ??
    unitsWait(standing, { ...asked, units: { rest, graphql } }, now)
  );
}

function unitsWait(
  standing: Standing,
  { request, ahead, units }: Asked & { readonly units: Units },
  now: number,
): Verdict | null {
  let until = now;
  let why: Why = 'window';
  const missing: Partial<Record<Unit, number>> = {};
  for (const [unit, n] of unitsOf(units)) {
    const at = hadAt(standing, unit, { n: n + (ahead[unit] ?? 0), now });
    const opens = at ?? deniedUntil(standing.denials, unit, request.priority);
    if (at === null && opens <= now) missing[unit] = n;
    if (opens > until) [until, why] = [opens, unit === 'write' ? 'turn' : 'window'];
  }
  if (until > now) return { kind: 'wait', until, why, liveMay: request.priority === 'sweep' };
  return unitsOf(missing).length > 0 ? { kind: 'ask', units: missing } : null;
}

/** When what this process has of a unit may be used; null: it has not enough. */
function hadAt({ purse, nextWrite }: Standing, unit: Unit, need: Need): number | null {
  const at = usableAt(purse, unit, need);
  return at !== null && unit === 'write' ? Math.max(at, nextWrite) : at;
}

/** What live work was denied, a sweep is denied as well. */
function deniedUntil(denials: readonly Denial[], unit: Unit, priority: Priority): number {
  const own = denials.filter((one) => one.unit === unit && (priority === 'sweep' || one.priority === 'live'));
  return Math.max(0, ...own.map(({ until }) => until));
}

function gone(before: Standing, { budget, units }: Request, now: number): Standing {
  const nextWrite = units.write ? now + before.paceMs : before.nextWrite;
  const standing = { ...before, nextWrite, purse: take(before.purse, units, now) };
  if (budget === null) return standing;
  const known = standing.primary[budget];
  const left = known === null ? null : { ...known, remaining: known.remaining - 1 };
  return {
    ...standing,
    running: standing.running + 1,
    primary: { ...standing.primary, [budget]: left },
  };
}

/** What an answer's headers say of an hourly budget. Answers overtake each other, so within an hour the least is believed. */
export function learn(
  standing: Standing,
  { budget, headers }: { readonly budget: Budget; readonly headers: Headers },
): Standing {
  const told = toldBy(budget, headers);
  const known = standing.primary[budget];
  if (told === null || (known !== null && told.resetAt < known.resetAt)) return standing;
  const isSame = known?.resetAt === told.resetAt;
  const remaining = isSame ? Math.min(known.remaining, told.remaining) : told.remaining;
  return { ...standing, primary: { ...standing.primary, [budget]: { ...told, remaining } } };
}

/** A budget that GitHub refused for: nothing of it is left until then. */
export function exhausted(standing: Standing, budget: Budget, resetAt: number): Standing {
  const limit = standing.primary[budget]?.limit ?? 0;
  return { ...standing, primary: { ...standing.primary, [budget]: { limit, remaining: 0, resetAt } } };
}

const RESOURCE: Readonly<Record<Budget, string>> = { rest: 'core', graphql: 'graphql' };

function toldBy(budget: Budget, headers: Headers): Primary | null {
  if ((headers['x-ratelimit-resource'] ?? RESOURCE[budget]) !== RESOURCE[budget]) return null;
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  );
  if (limit === undefined || remaining === undefined || reset === undefined) return null;
  if (![limit, remaining, reset].every(Number.isFinite)) return null;
  return { limit, remaining, resetAt: reset * 1_000 };
}
