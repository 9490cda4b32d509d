import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * Forgets what nobody asks for any more, so that the database does not grow without bound. GitHub redelivers within
 * three days, and the limit on commands looks back an hour.
 */
export async function trim(db: Kysely<Tables>): Promise<void> {
  await sql`delete from mainstay.delivery where at < now() - interval '7 days'`.execute(db);
  await sql`delete from mainstay.command where at < now() - interval '7 days'`.execute(db);
  await sql`delete from mainstay.budget where at < now() - interval '7 days'`.execute(db);
  await sql`delete from mainstay.ledger where at < now() - interval '400 days'`.execute(db);
  await sql`delete from mainstay.inbox where state = 'parked' and since < now() - interval '90 days'`.execute(
    db,
  );
}
