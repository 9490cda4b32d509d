import { sql, type Kysely } from 'kysely';
import type { Log } from '#model';
import type { Tables } from './schema.ts';

/** How long the ledger is kept (null: leave everything as it is), and where it is told what else is forgotten. */
export type Keeping = { readonly keepDays: number | null; readonly log: Log };

/**
 * Forgets what nobody asks for any more, so that the database does not grow without bound. Repositories and policies
 * stay: one small row each, and what they say (which checks Mainstay added itself) is true for as long as they exist.
 */
export async function trim(db: Kysely<Tables>, { keepDays, log }: Keeping): Promise<void> {
  if (keepDays === null) return;
  // GitHub redelivers within three days, Enterprise Server within seven: twice that, and none acts a second time.
  await sql`delete from mainstay.delivery where at < now() - interval '14 days'`.execute(db);
  // The limit on a person's commands looks back an hour.
  await sql`delete from mainstay.command where at < now() - interval '7 days'`.execute(db);
  // Forgotten when the pull request closes; this is for those whose end was never told. An event on one renews it.
  await sql`delete from mainstay.pull where at < now() - interval '180 days'`.execute(db);
  await sql`delete from mainstay.ledger where at < now() - make_interval(days => ${keepDays})`.execute(db);
  await sql`delete from mainstay.budget where at < now() - interval '7 days'`.execute(db);
  await trimTexts(db);
  await trimParked(db, log);
}

/** Of all texts that are kept. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What no sweep asked for in 30 days is in no repository any more; and where there is too much, the oldest goes. */
async function trimTexts(db: Kysely<Tables>): Promise<void> {
  await sql`delete from mainstay.file_text where at < now() - interval '30 days'`.execute(db);
  await sql`
    delete from mainstay.file_text where oid in (
      select oid from (
        select oid, sum(bytes) over (order by at desc, oid) as upTo from mainstay.file_text
      ) as kept where upTo > ${MOST_BYTES}::bigint)`.execute(db);
}

type Gone = { readonly key: string; readonly error: string | null };

/** What failed for good waits for a person; one who has not come in 90 days will not, and so it is said. */
async function trimParked(db: Kysely<Tables>, log: Log): Promise<void> {
  const { rows } = await sql<Gone>`
    delete from mainstay.inbox where state = 'parked' and since < now() - interval '90 days'
    returning key, error`.execute(db);
  const keys = new Map(rows.map(({ key, error }) => [key, error]));
  for (const [key, error] of keys) {
    log.warn({ key, error }, 'a key that was parked for 90 days is forgotten');
  }
}
