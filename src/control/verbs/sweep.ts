import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { SweepMemory } from '#model';
import { verbOf, type Verb } from '../verb.ts';
import type { JobsDoor } from './jobs.ts';

/** Sweeps, as far as a person may ask for them and watch them. */
export interface SweepDoor {
  /** Asks for a sweep of one organisation (null: of all); answers which, none where the App is not installed. */
  ask(org: string | null): Promise<readonly string[]>;
  sweep(org: string): Promise<SweepMemory>;
  now(): Date;
}

export const sweepRequest = z.object({ verb: z.literal('sweep'), org: z.string().nullable() });
/** How far one organisation is. */
export const sweepProgress = z.object({
  org: z.string(),
  done: z.number(),
  of: z.number(),
  since: z.string(),
});
export type SweepProgress = z.infer<typeof sweepProgress>;

const swept = z.object({
  org: z.string(),
  /** Why it did not come to its end; null: it did, and the numbers tell how. */
  trouble: z.string().nullable(),
  done: z.number(),
  needy: z.number(),
  writes: z.number(),
  unread: z.number(),
  requests: z.number(),
  points: z.number(),
});
export const sweepAnswer = z.object({ sweeps: z.array(swept) });
export type Swept = z.infer<typeof swept>;

const LOOK_MS = 250;

/** Asks for it and tells how far it is until it has ended, whichever process runs it. */
export function sweepVerb(sweeps: SweepDoor, jobs: Pick<JobsDoor, 'parked'>): Verb {
  return verbOf({
    request: sweepRequest,
    act: async ({ org }, tell) => {
      const since = sweeps.now().toISOString();
      const all = await sweeps.ask(org);
      if (all.length === 0)
        throw new Error(`the App is not installed ${org === null ? 'anywhere' : `on ${org}`}`);
      return { sweeps: await Promise.all(all.map((one) => watched({ sweeps, jobs, tell }, one, since))) };
    },
  });
}

type Watch = {
  readonly sweeps: SweepDoor;
  readonly jobs: Pick<JobsDoor, 'parked'>;
  readonly tell: (progress: unknown) => void;
};

async function watched(watch: Watch, org: string, since: string): Promise<Swept> {
  let said = '';
  for (;;) {
    const memory = await watch.sweeps.sweep(org);
    const { whole, underWay } = memory;
    if (whole !== null && whole.at >= since) return { ...whole, org, trouble: null };
    const trouble = await troubleSince(watch, { org, since, memory });
    if (trouble !== null) return { ...NOTHING, org, trouble };
    const progress = underWay && { org, done: underWay.done, of: underWay.of, since: underWay.since };
    if (progress && JSON.stringify(progress) !== said) watch.tell(progress);
    said = JSON.stringify(progress);
    await pause(LOOK_MS, undefined, { ref: false });
  }
}

type Asked = { readonly org: string; readonly since: string; readonly memory: SweepMemory };

/** Why it did not begin, or failed for the last time; null: it goes on. */
async function troubleSince({ jobs }: Watch, { org, since, memory }: Asked): Promise<string | null> {
  const { trouble } = memory;
  if (trouble !== null && trouble.at >= since) return trouble.detail;
  const key = `org:${org.toLowerCase()}`;
  const failed = (await jobs.parked()).find((one) => one.key === key && one.since.toISOString() >= since);
  return failed?.error ?? null;
}

const NOTHING = { done: 0, needy: 0, writes: 0, unread: 0, requests: 0, points: 0 };
