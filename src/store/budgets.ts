import { sql, type Kysely } from 'kysely';
import { jsonb } from './jsonb.ts';
import type { Tables } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** From what is stored (null: nothing) and the database's time in milliseconds to what is stored next. */
export type Change<T> = (stored: unknown, now: number) => { readonly value: object; readonly answer: T };

type Row = { readonly account: unknown; readonly now: number };

/**
 * Changes what is kept of an installation's budget: one process at a time, by the database's clock, as those of several
 * machines never agree.
 */
export function changeBudget<T>(db: Kysely<Tables>, installation: number, change: Change<T>): Promise<T> {
  return inTransaction(db, async (transaction) => {
    await sql`
      insert into mainstay.budget (installation, account) values (${installation}, 'null'::jsonb)
      on conflict do nothing`.execute(transaction);
    await sql`
      select from mainstay.budget where installation = ${installation} for update`.execute(transaction);
    const { rows } = await sql<Row>`
      select account, extract(epoch from clock_timestamp())::float8 * 1000 as now
      from mainstay.budget where installation = ${installation}`.execute(transaction);
    const { value, answer } = change(rows[0]?.account ?? null, rows[0]?.now ?? 0);
    await sql`
      update mainstay.budget set account = ${jsonb(value)}::jsonb, at = clock_timestamp()
      where installation = ${installation}`.execute(transaction);
    return answer;
  });
}
