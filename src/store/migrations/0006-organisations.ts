import { sql, type Kysely } from 'kysely';

/** What is remembered of an organisation: which policy waits, and who approved what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('create table mainstay.organisation (login text primary key, memory jsonb not null)')
    .execute(db);
}
