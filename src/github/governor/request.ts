import type { Priority, Units } from './limits.ts';

/** GitHub's two hourly budgets. */
export type Budget = 'rest' | 'graphql';

/** A request as the limits see it. Without a budget nothing is sent yet: a write's turn is taken before it. */
export type Request = {
  readonly budget: Budget | null;
  readonly units: Units;
  readonly priority: Priority;
};

/** What is asked of GitHub, before anybody knows for whom. */
export type Cost = Omit<Request, 'priority'>;

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#calculating-points-for-the-secondary-rate-limit */
export const READ: Cost = { budget: 'rest', units: { rest: 1 } };
export const QUERY: Cost = { budget: 'graphql', units: { graphql: 1 } };
export const MUTATION: Cost = { budget: 'graphql', units: { graphql: 5, write: 1 } };
export const TURN: Cost = { budget: null, units: { write: 1 } };
const WRITE: Cost = { budget: 'rest', units: { rest: 5, write: 1 } };
const TOLD: Cost = { budget: 'rest', units: { ...WRITE.units, content: 1 } };

/** Writes that notify people. */
const CONTENT = /\/(?:issues|pulls|comments|reactions|reviews)(?:\/|$)/;

/** A REST write by its route. */
export function writeCost(route: string): Cost {
  return CONTENT.test(route) ? TOLD : WRITE;
}

/** The same write where its turn was taken before. */
export function withoutTurn({ budget, units }: Cost): Cost {
  return { budget, units: { ...units, write: 0 } };
}
