import { sql, type Kysely } from 'kysely';

/** How far GitHub's log of deliveries is known to be complete, and which process is looking through it: one row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table mainstay.recovery (
        one boolean primary key default true check (one),
        at timestamptz,
        up_to timestamptz,
        holder uuid,
        held_until timestamptz
      )`,
    )
    .execute(db);
  await sql.raw('insert into mainstay.recovery default values').execute(db);
}
