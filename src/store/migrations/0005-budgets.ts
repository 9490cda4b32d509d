import { sql, type Kysely } from 'kysely';

/** What each installation has used of GitHub's limits, where several processes share it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table mainstay.budget (
        installation bigint primary key,
        account jsonb not null,
        at timestamptz not null default now()
      )`,
    )
    .execute(db);
}
