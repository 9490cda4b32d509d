import { sql, type Kysely } from 'kysely';

/** By which delivery a command came, so that one whose run failed or died is not counted again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table mainstay.command add column delivery text').execute(db);
  await sql.raw('create unique index command_delivery on mainstay.command (delivery)').execute(db);
}
