import { sql, type Transaction } from 'kysely';
import type { Tables } from '../schema.ts';

/**
 * Holds keys until the transaction ends, so that storing causes and taking them exclude each other: a cause stored
 * beside a waiting one gets no token of its own, and the run of that one must see it. Always in one order, so that
 * two transactions never wait for each other.
 */
export async function lockKeys(transaction: Transaction<Tables>, keys: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(name) from (
      select distinct hashtextextended('mainstay:' || key, 0) as name
      from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as key
      order by name
      offset 0
    ) as names`.execute(transaction);
}
