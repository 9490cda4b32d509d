import { z } from 'zod';
import type { SweepCost } from '#observe';
import type { GraphAnswer } from './graph-answer.ts';
import type { Attempt } from './session.ts';

/** What a page costs: requests and milliseconds as they are counted here, points as GitHub tells them. */
export type Bill = { -readonly [Key in keyof SweepCost]: SweepCost[Key] } & {
  readonly tell: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

const told = z.object({
  rateLimit: z.object({
    cost: z.number(),
    remaining: z.number(),
    resetAt: z.string(),
    nodeCount: z.number(),
  }),
});

export function createBill(tell: Bill['tell']): Bill {
  return { requests: 0, points: 0, ms: 0, tell };
}

/** Sends one query of a sweep, and puts it on the bill, also where it fails. */
export async function billed(
  bill: Bill,
  send: () => Promise<Attempt<GraphAnswer>>,
): Promise<Attempt<GraphAnswer>> {
  const begun = performance.now();
  bill.requests += 1;
  try {
    const answer = await send();
    const data = answer.ok ? told.safeParse(answer.data.data).data : undefined;
    bill.points += data?.rateLimit.cost ?? 0;
    bill.tell({ ...data?.rateLimit, ms: Math.round(performance.now() - begun) }, 'a query of a sweep');
    return answer;
  } finally {
    bill.ms += Math.round(performance.now() - begun);
  }
}

export function costOf({ requests, points, ms }: Bill): SweepCost {
  return { requests, points, ms };
}
