import { setImmediate as turn } from 'node:timers/promises';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { JobDatabase } from '#queue';
import type { Tables } from './schema.ts';

/** The job library's statements inside our transaction: sent on a connection of its own they would wait for us for ever. */
export function within(transaction: Transaction<Tables>): JobDatabase {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}

/**
 * Does all of it or nothing. The embedded database answers within the same turn of the event loop, so that one
 * transaction after another would keep timers and sockets waiting: after each, they have their turn.
 */
export async function inTransaction<T>(
  db: Kysely<Tables>,
  act: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const result = await db.transaction().execute(act);
  await turn();
  return result;
}
