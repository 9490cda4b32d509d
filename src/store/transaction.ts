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

/** Does all of it or nothing. */
export function inTransaction<T>(
  db: Kysely<Tables>,
  act: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(act);
}
