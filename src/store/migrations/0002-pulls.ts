import { sql, type Kysely } from 'kysely';

/** What is remembered of pull requests, apart from their repository: both are written at the same time by two runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table mainstay.pull (
        repository_id bigint not null,
        number integer not null,
        memory jsonb not null,
        at timestamptz not null default now(),
        primary key (repository_id, number)
      )`,
    )
    .execute(db);
}
