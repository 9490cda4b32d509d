import { sql, type Kysely, type Transaction } from 'kysely';
import type { Parked, Token } from '#queue';
import type { Tables } from '../schema.ts';

type ParkedRow = {
  id: string;
  key: string;
  since: Date;
  tries: number;
  error: string | null;
  deliveries: unknown;
};

/** What waits for a person, the oldest first. */
export async function parked(db: Kysely<Tables>): Promise<readonly Parked[]> {
  const { rows } = await sql<ParkedRow>`
    select run::text as id, key, min(since) as since, max(tries) as tries, min(error) as error,
      jsonb_agg(cause ->> 'delivery' order by id) as deliveries
    from mainstay.inbox where state = 'parked'
    group by run, key order by min(since)`.execute(db);
  return rows.map(({ id, key, since, tries, error, deliveries }) => ({
    id,
    key,
    since,
    tries,
    error: error ?? '',
    deliveries: Array.isArray(deliveries) ? deliveries.filter((one) => typeof one === 'string') : [],
  }));
}

/** Lets one parked key, or all of them, wait again with all its tries; answers their tokens. */
export async function unpark(transaction: Transaction<Tables>, id: string): Promise<readonly Token[]> {
  const { rows } = await sql<{ key: string; installation: number }>`
    update mainstay.inbox set state = 'waiting', run = null, error = null, tries = 0, early = true,
      due = clock_timestamp(), since = clock_timestamp()
    where state = 'parked' and (${id} = 'all' or run::text = ${id})
    returning key, installation`.execute(transaction);
  const keys = new Map(rows.map(({ key, installation }) => [key, installation]));
  return [...keys].map(([key, installation]) => ({ key, installation, at: null, priority: 'live' }));
}
