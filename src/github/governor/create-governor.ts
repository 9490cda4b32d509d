import { RateLimited } from '#model';
import type { Headers, Limit } from '../rate-limit.ts';
import { accountOf, closed, FIRST_PAUSE_MS, lease, type Wish } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import { createLine, type Line } from './line.ts';
import type { Limits, Priority } from './limits.ts';
import { type Budget, type Cost, type Request, TURN } from './request.ts';
import { exhausted, learn, MARGIN_MS, NEW_STANDING, type Standing, type Wait } from './standing.ts';
import { type Answer, round, supplied, type Waiting, withSpare } from './waiting.ts';
import { holdTurn, type HeldTurn } from './held-turn.ts';

export type GovernorOptions = {
  readonly installation: number;
  /** Null: nothing is counted and writes have no pace; what GitHub answers is obeyed all the same. */
  readonly limits: Limits | null;
  readonly accounts: Accounts;
  /** Other processes use the same accounts. */
  readonly shared: boolean;
  /** Whom the work that asks now is for. */
  readonly priority: () => Priority;
  readonly clock: Clock;
  readonly tell: Tell;
};

type Fields = Readonly<Record<string, unknown>>;
export type Tell = {
  readonly debug: (fields: Fields, message: string) => void;
  readonly warn: (fields: Fields, message: string) => void;
};

/** One installation's gate to GitHub: everything that is sent for it passes here. */
export interface Governor {
  /** Sends when it may be sent. Throws `RateLimited` where that is further off than a job should be held up. */
  run<T>(cost: Cost, send: () => Promise<T>): Promise<T>;
  /** Resolves when a write may start, and keeps its turn. Throws `RateLimited` like `run`. */
  turn(): Promise<HeldTurn>;
  /** What the headers of an answer say, and how long it took. */
  learn(budget: Budget, headers: Headers, ms: number): void;
  /** GitHub refused for a limit: until when nothing is sent. */
  limited(budget: Budget, limit: Limit): Promise<RateLimited>;
}

type Pass = Waiting & { readonly admitted: () => void; readonly refused: (error: unknown) => void };

/** What a governor is made of; `standing` and `waiting` are replaced, never changed. */
type Parts = GovernorOptions & {
  standing: Standing;
  waiting: readonly Pass[];
  asking: boolean;
  /** When it looks again by itself. */
  alarm: number;
  /** What was told, and until when it holds. */
  readonly told: Map<string, number>;
  readonly line: Line;
};

export function createGovernor(options: GovernorOptions): Governor {
  const parts: Parts = {
    ...options,
    standing: { ...NEW_STANDING, paceMs: options.limits?.paceMs ?? 0 },
    waiting: [],
    asking: false,
    alarm: Number.POSITIVE_INFINITY,
    told: new Map(),
    line: createLine(options.limits?.paceMs ?? 0),
  };
  return {
    run: async (cost, send) => {
      await pass(parts, cost);
      try {
        return await send();
      } finally {
        parts.standing = { ...parts.standing, running: parts.standing.running - 1 };
        look(parts);
      }
    },
    turn: () => turn(parts),
    learn: (budget, headers, ms) => {
      parts.standing = learn(parts.standing, { budget, headers });
      const { primary } = parts.standing;
      parts.tell.debug(
        { installation: parts.installation, budget, ...primary[budget], ms },
        'GitHub answered',
      );
    },
    limited: (budget, limit) => limited(parts, budget, limit),
  };
}

function pass(parts: Parts, cost: Cost): Promise<void> {
  const units = parts.limits === null ? {} : cost.units;
  const request: Request = { budget: cost.budget, units, priority: parts.priority() };
  return new Promise((resolve, reject) => {
    const one: Pass = { request, since: parts.clock.now(), admitted: resolve, refused: reject };
    parts.waiting = [...parts.waiting, one];
    look(parts);
  });
}

async function turn(parts: Parts): Promise<HeldTurn> {
  const since = parts.clock.now();
  await pass(parts, TURN);
  const taken = parts.clock.now();
  const { clock, limits } = parts;
  return holdTurn(
    { clock, lifeMs: limits?.windows.write.lifeMs ?? null, waitedMs: taken - since },
    (left) => {
      if (limits === null) return;
      const coin = { unit: 'write', n: 1, from: taken, until: taken + left } as const;
      parts.standing = { ...parts.standing, purse: [coin, ...parts.standing.purse] };
      look(parts);
    },
  );
}

/** Lets go whatever may go now, and sees to it that somebody looks again. */
function look(parts: Parts): void {
  const now = parts.clock.now();
  const { standing, go, tooLong, stay, wishes, next } = round(parts.standing, parts.waiting, now);
  parts.standing = standing;
  parts.waiting = stay;
  for (const { admitted } of go) admitted();
  for (const { one, wait } of tooLong) one.refused(comeBack(parts, one.request.priority, wait));
  if (wishes.length > 0) void ask(parts, wishes);
  if (next !== null) lookAt(parts, next);
}

function lookAt(parts: Parts, time: number): void {
  if (time >= parts.alarm) return;
  parts.alarm = time;
  void parts.clock.sleep(Math.max(time - parts.clock.now(), 1)).then(() => {
    if (parts.alarm === time) parts.alarm = Number.POSITIVE_INFINITY;
    look(parts);
  });
}

/** One question at a time; whoever came meanwhile is asked for with the next. */
async function ask(parts: Parts, wishes: readonly Wish[]): Promise<void> {
  if (parts.asking || parts.limits === null) return;
  parts.asking = true;
  const { limits } = parts;
  try {
    const answer = await answerOf(parts, limits, parts.shared ? withSpare(wishes) : wishes);
    parts.standing = supplied(parts.standing, { answer, limits }, parts.clock.now());
  } catch (error) {
    for (const { refused } of parts.waiting) refused(error);
    parts.waiting = [];
  }
  parts.asking = false;
  look(parts);
}

/** The account speaks in its keeper's time. */
async function answerOf(parts: Parts, limits: Limits, wishes: readonly Wish[]): Promise<Answer> {
  const { accounts, installation, clock } = parts;
  const asked = clock.now();
  const { done, keepersNow } = await accounts.change(installation, (stored, now) => {
    const leased = lease(accountOf(stored), { wishes, limits }, now);
    return { value: leased.account, answer: { done: leased, keepersNow: now } };
  });
  const here = clock.now();
  const { grants, denials } = done.lease;
  return {
    tookMs: here - asked,
    closedUntil: here + (done.account.closedUntil - keepersNow),
    grants: grants.map((one) => ({ ...one, at: here + (one.at - keepersNow) })),
    denials: denials.map((one) => ({ ...one, until: here + (one.until - keepersNow) })),
  };
}

async function limited(parts: Parts, budget: Budget, limit: Limit): Promise<RateLimited> {
  if (limit.kind === 'primary') {
    const { resetAt } = limit;
    parts.standing = exhausted(parts.standing, budget, resetAt);
    return comeBack(parts, parts.priority(), {
      kind: 'wait',
      until: resetAt + MARGIN_MS,
      why: 'primary',
      liveMay: false,
    });
  }
  close(parts, parts.clock.now() + (limit.afterMs ?? FIRST_PAUSE_MS));
  await closeForAll(parts, limit.afterMs);
  look(parts);
  const until = parts.standing.closedUntil;
  return comeBack(parts, parts.priority(), { kind: 'wait', until, why: 'closed', liveMay: false });
}

function close(parts: Parts, until: number): void {
  parts.standing = { ...parts.standing, closedUntil: Math.max(parts.standing.closedUntil, until) };
}

/** The others are told by the account, and it knows how often in a row. Without it, this process waits alone. */
async function closeForAll(parts: Parts, afterMs: number | null): Promise<void> {
  const { accounts, installation, clock, tell } = parts;
  try {
    const inMs = await accounts.change(installation, (stored, now) => {
      const value = closed(accountOf(stored), afterMs, now);
      return { value, answer: value.closedUntil - now };
    });
    close(parts, clock.now() + inMs);
  } catch (error) {
    tell.warn({ installation, error: String(error) }, 'other processes could not be told of the limit');
  }
}

function comeBack(parts: Parts, priority: Priority, wait: Wait): RateLimited {
  tellOnce(parts, wait);
  const at = new Date(Math.ceil(parts.line.place(priority, wait.until)));
  const asks = wait.why === 'closed' || (wait.why === 'primary' && !wait.liveMay);
  const words = asks ? 'GitHub asks to wait' : "Waiting keeps within GitHub's limits";
  return new RateLimited(at, `${words} until ${at.toISOString()}`, wait.liveMay);
}

const MESSAGE: Readonly<Record<Wait['why'], string | null>> = {
  closed: 'GitHub asked this installation to wait; its work waits until then',
  primary: "this hour's budget of requests is spent; what would need it waits until then",
  window: "work waits, so as not to exceed GitHub's limits",
  turn: null,
};

/** A time that moves by less than this is still the same. */
const SAME_MS = 60_000;

/** Once each time, however many have to wait. */
function tellOnce({ told, tell, installation, clock }: Parts, { why, until, liveMay }: Wait): void {
  const message = MESSAGE[why];
  const what = `${why} ${liveMay}`;
  const before = told.get(what) ?? 0;
  if (message === null || (before > clock.now() && until < before + SAME_MS)) return;
  told.set(what, until);
  const fields = {
    installation,
    until: new Date(until).toISOString(),
    ...(liveMay ? { work: 'sweeps' } : {}),
  };
  if (why === 'window') tell.debug(fields, message);
  else tell.warn(fields, message);
}
