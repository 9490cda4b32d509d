import { sql, type Kysely } from 'kysely';

/** Texts of files by oid, and how far the look at each organisation's repositories is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table mainstay.file_text (
        oid text primary key,
        text text not null,
        bytes integer not null,
        at timestamptz not null default now()
      )`,
    )
    .execute(db);
  await sql.raw('create index file_text_at on mainstay.file_text (at)').execute(db);
  await sql
    .raw('create table mainstay.sweep (organisation text primary key, memory jsonb not null)')
    .execute(db);
}
