import type { Clock } from './clock.ts';

/**
 * Where the accounts of the installations are kept, so that all processes which share a keeper share one budget.
 * `change` is given what is stored (null: nothing) and the keeper's time in milliseconds since 1970; what it answers
 * is stored before another process sees it.
 */
export interface Accounts {
  change<T>(installation: number, change: Change<T>): Promise<T>;
}

export type Change<T> = (stored: unknown, now: number) => { readonly value: object; readonly answer: T };

/** For one process alone: in memory, at no cost. GitHub itself tells again what a restart forgets. */
export function createOwnAccounts(clock: Clock): Accounts {
  const accounts = new Map<number, object>();
  return {
    change: (installation, change) => {
      const { value, answer } = change(accounts.get(installation) ?? null, clock.now());
      accounts.set(installation, value);
      return Promise.resolve(answer);
    },
  };
}
