import { createHash } from 'node:crypto';
import type { Log, SweepMemory, Wake } from '#model';
import type { SweepTold } from '#reconcile';
import type { Store } from '#store';
import type { InstallationOf } from './installations.ts';

export type ClockParts = {
  /** Where the App is installed and not suspended. */
  readonly installed: () => Promise<readonly InstallationOf[]>;
  readonly store: Pick<Store, 'sweeps' | 'sweep' | 'changeSweep'>;
  /** Stores what is to be looked at; the same id a second time, by whichever process, adds nothing. */
  readonly accept: (id: string, wakes: readonly Wake[]) => Promise<unknown>;
  /** Between two sweeps of an organisation; 0: only events and starts lead to one. */
  readonly sweepHours: number;
  /** The pace of writes, to say how long many of them take. */
  readonly writeIntervalMs: number;
  readonly now: () => Date;
  readonly log: Log;
};

/** When organisations are swept, and how far that is. */
export interface SweepClock {
  /**
   * Asks for what was missed while nobody was there, and from then on for whatever is due. Called again, once GitHub
   * takes the App again: for everything.
   */
  start(): Promise<void>;
  /** Asks for a sweep now of one organisation (null: of all); answers which. */
  ask(org: string | null): Promise<readonly string[]>;
  /** To be told of each step. */
  swept(told: SweepTold): void;
  /** The sweep that goes on in this process; null: none. */
  detail(): Progress | null;
  stop(): Promise<void>;
}

type Progress = { readonly org: string; readonly done: number; readonly of: number; readonly since: string };

const TICK_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BROKEN_OFF_MS = 6 * HOUR_MS;

export function openClock(parts: ClockParts): SweepClock {
  const under = new Map<string, Progress>();
  let underWay: Promise<unknown> = Promise.resolve();
  function tick(): void {
    underWay = askForDue(parts, false).catch((error: unknown) => {
      parts.log.warn({ error: String(error) }, 'what is due to be swept could not be found out');
    });
  }
  let timer: NodeJS.Timeout | null = null;
  return {
    start: async () => {
      const isFirst = timer === null;
      timer ??= setInterval(tick, TICK_MS).unref();
      if (isFirst) await askForDue(parts, true);
      else await askNow(parts, null);
    },
    ask: (org) => askNow(parts, org),
    swept: (told) => {
      const { done, of, since } = told.sweep;
      say(parts, told, under.get(told.org));
      if (told.ended) under.delete(told.org);
      else under.set(told.org, { org: told.org, done, of, since });
    },
    detail: () => [...under.values()].at(-1) ?? null,
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      await underWay;
    },
  };
}

async function askNow(parts: ClockParts, org: string | null): Promise<readonly string[]> {
  const all = await parts.installed();
  const asked = all.filter(({ login }) => org === null || login.toLowerCase() === org.toLowerCase());
  const delivery = `asked:${stamp(parts)}`;
  await parts.accept(
    delivery,
    asked.map((one) => wakeOf(one, { delivery, event: 'sweep' })),
  );
  return asked.map(({ login }) => login);
}

/** At a start GitHub is asked where the App is installed; later only where something is due. */
async function askForDue(parts: ClockParts, isStart: boolean): Promise<void> {
  const { store } = parts;
  const known = await store.sweeps();
  const due = new Set([...known].filter((one) => isDue(parts, one)).map(([org]) => org));
  if (!isStart && due.size === 0) return;
  const all = await parts.installed();
  for (const one of all) {
    const org = one.login.toLowerCase();
    const memory = known.get(org) ?? null;
    if (isStart && wasAway(parts, memory)) await askFor(parts, one, `start:${org}:${stamp(parts)}`);
    else if (due.has(org)) await askFor(parts, one, `sweep:${org}:${base(memory) ?? ''}`);
  }
  const news = all.map(({ login }) => login.toLowerCase()).filter((org) => !known.has(org));
  // Also of those that are not there any more, lest they be due for ever.
  for (const org of new Set([...due, ...news])) {
    await store.changeSweep(org, (before) => ({ ...before, asked: stamp(parts) }));
  }
}

async function askFor({ accept }: ClockParts, one: InstallationOf, delivery: string): Promise<void> {
  const event = delivery.startsWith('start:') ? 'start' : 'sweep';
  await accept(delivery, [wakeOf(one, { delivery, event })]);
}

function stamp({ now }: Pick<ClockParts, 'now'>): string {
  return now().toISOString();
}

type Parts = Pick<ClockParts, 'sweepHours' | 'now'>;

/**
 * Never looked at as a whole, or not for longer than a day and than the time between two sweeps. One that was broken
 * off lies in the queue, and goes on by itself.
 */
function wasAway({ sweepHours: hours, now }: Parts, memory: SweepMemory | null): boolean {
  const begun = memory?.underWay?.since;
  if (begun !== undefined && now().getTime() - Date.parse(begun) < BROKEN_OFF_MS) return false;
  if (!memory?.whole) return true;
  return now().getTime() - Date.parse(memory.whole.at) > Math.max(DAY_MS, hours * 1.1 * HOUR_MS);
}

/** A tenth earlier or later, so that not all organisations come at once; every process counts the same. */
function isDue({ sweepHours: hours, now }: Parts, [org, memory]: readonly [string, SweepMemory]): boolean {
  const last = base(memory);
  if (hours === 0 || last === null) return false;
  const chance = createHash('sha256').update(`${org} ${last}`).digest().readUInt16BE(0) / 0xffff;
  return now().getTime() >= Date.parse(last) + hours * HOUR_MS * (0.9 + 0.2 * chance);
}

/** The time between two sweeps begins with the end of one, or with the asking for it. */
function base(memory: SweepMemory | null): string | null {
  const times = [memory?.whole?.at, memory?.asked].filter((time) => typeof time === 'string');
  return times.sort().at(-1) ?? null;
}

function wakeOf(
  { id, login }: InstallationOf,
  cause: { readonly delivery: string; readonly event: string },
): Wake {
  const key = { kind: 'org', org: login } as const;
  return { key, installation: id, cause: { ...cause, actor: null }, priority: 'sweep' };
}

function say({ log, now, writeIntervalMs }: ClockParts, told: SweepTold, before: Progress | undefined): void {
  const { org: organisation, first, ended, sweep } = told;
  const { done, of, needy, writes, unread, requests, points, since } = sweep;
  const seconds = Math.round((now().getTime() - Date.parse(since)) / 1000);
  const fields = { organisation, done, of, needy, writes, unread, requests, points, seconds };
  if (!ended) {
    if (before === undefined || tenth(before) < tenth(sweep)) log.info(fields, 'a sweep goes on');
    return;
  }
  log.info(fields, 'a sweep has seen all repositories');
  if (!first || writes === 0) return;
  const minutes = Math.ceil((writes * writeIntervalMs) / 60_000);
  log.info(
    { organisation, repositories: writes, minutes, writeIntervalMs },
    `The first enforcement writes to ${writes} repositories, at GitHub's pace in about ${minutes} minutes`,
  );
}

function tenth({ done, of }: { readonly done: number; readonly of: number }): number {
  return of === 0 ? 0 : Math.floor((done * 10) / of);
}
