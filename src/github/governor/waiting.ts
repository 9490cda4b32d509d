import { type Denial, type Grant, unitsOf, type Wish } from './account.ts';
import type { Limits, Unit, Units } from './limits.ts';
import { fill } from './purse.ts';
import type { Request } from './request.ts';
import { admit, type Standing, type Wait } from './standing.ts';

/** A request that waits to be sent. */
export type Waiting = { readonly request: Request; readonly since: number };

/** What becomes of those that wait, at one moment. */
export type Round<W extends Waiting> = {
  readonly standing: Standing;
  readonly go: readonly W[];
  /** They would have to wait for longer than a job should be held up. */
  readonly tooLong: readonly { readonly one: W; readonly wait: Wait }[];
  readonly stay: readonly W[];
  /** What must be had from the account for those that stay. */
  readonly wishes: readonly Wish[];
  /** When to look again, at the latest. Null: when something else happens. */
  readonly next: number | null;
};

/** A write's turn comes within this time, or the job comes back for it. */
const TURN_PATIENCE_MS = 10_000;
const PATIENCE_MS = 3_000;

/** Looks at all that wait, live work first, each kind in the order it came. */
export function round<W extends Waiting>(before: Standing, waiting: readonly W[], now: number): Round<W> {
  let standing = before;
  const ahead: Record<Unit, number> = { rest: 0, graphql: 0, write: 0, content: 0 };
  const go: W[] = [];
  const stay: W[] = [];
  const tooLong: { one: W; wait: Wait }[] = [];
  const wishes: Wish[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (const one of inOrder(waiting)) {
    const { request, since } = one;
    const verdict = admit(standing, { request, ahead }, now);
    if (verdict.kind === 'go') {
      standing = verdict.standing;
      go.push(one);
      continue;
    }
    if (verdict.kind === 'wait' && verdict.until > since + patienceFor(verdict)) {
      tooLong.push({ one, wait: verdict });
      continue;
    }
    stay.push(one);
    if (verdict.kind === 'wait') next = Math.min(next, verdict.until);
    if (verdict.kind === 'ask') wishes.push({ units: verdict.units, priority: request.priority });
    for (const [unit, n] of unitsOf(request.units)) ahead[unit] += n;
  }
  return { standing, go, tooLong, stay, wishes, next: Number.isFinite(next) ? next : null };
}

function inOrder<W extends Waiting>(waiting: readonly W[]): readonly W[] {
  const live = waiting.filter(({ request }) => request.priority === 'live');
  return [...live, ...waiting.filter(({ request }) => request.priority === 'sweep')];
}

function patienceFor({ why }: Wait): number {
  return why === 'turn' ? TURN_PATIENCE_MS : PATIENCE_MS;
}

/** Points that a process which shares its account takes along when it asks, so that it need not ask for each request. */
const SPARE: Units = { rest: 20, graphql: 40 };

/** The wishes, and a supply of the points they ask for. */
export function withSpare(wishes: readonly Wish[]): readonly Wish[] {
  const spare = unitsOf(SPARE).filter(([unit]) => wishes.some(({ units }) => unit in units));
  return [
    ...wishes,
    ...spare.map(([unit, n]): Wish => ({ units: { [unit]: n }, priority: 'sweep', spare: true })),
  ];
}

/** What came of asking, in this process's time. */
export type Answer = {
  readonly grants: readonly Grant[];
  readonly denials: readonly Denial[];
  readonly closedUntil: number;
  /** How long the answer took: what was granted is that much older. */
  readonly tookMs: number;
};

/** A standing with what was granted, and denied, to it. */
export function supplied(
  standing: Standing,
  { answer, limits }: { readonly answer: Answer; readonly limits: Limits },
  now: number,
): Standing {
  const { grants, denials, closedUntil, tookMs } = answer;
  const old = standing.denials.filter(
    ({ until, unit }) => until > now && !denials.some((one) => one.unit === unit),
  );
  return {
    ...standing,
    closedUntil: Math.max(standing.closedUntil, closedUntil),
    purse: fill(standing.purse, { grants, limits, tookMs }, now),
    denials: [...old, ...denials],
  };
}
