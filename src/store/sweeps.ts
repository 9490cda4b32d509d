import type { Kysely } from 'kysely';
import type { SweepMemory } from '#model';
import { jsonb } from './jsonb.ts';
import type { Tables } from './schema.ts';
import { sweepShape } from './shapes.ts';
import { inTransaction } from './transaction.ts';

/** What is remembered of an organisation's sweeps, by its login in any case; of an unknown one, nothing yet. */
export async function sweepOf(db: Kysely<Tables>, login: string): Promise<SweepMemory> {
  const row = await db
    .selectFrom('sweep')
    .select('memory')
    .where('organisation', '=', login.toLowerCase())
    .executeTakeFirst();
  return read(row?.memory);
}

/** Of every organisation that was ever to be swept, by its login in lower case. */
export async function sweeps(db: Kysely<Tables>): Promise<ReadonlyMap<string, SweepMemory>> {
  const rows = await db.selectFrom('sweep').selectAll().orderBy('organisation').execute();
  return new Map(rows.map(({ organisation, memory }) => [organisation, read(memory)]));
}

/** Changes it, one change at a time: the clock and the run both do. */
export async function changeSweep(
  db: Kysely<Tables>,
  login: string,
  change: (before: SweepMemory) => SweepMemory,
): Promise<SweepMemory> {
  const organisation = login.toLowerCase();
  return inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('sweep')
      .values({ organisation, memory: jsonb({}) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await transaction
      .selectFrom('sweep')
      .select('memory')
      .where('organisation', '=', organisation)
      .forUpdate()
      .executeTakeFirst();
    const after = change(read(row?.memory));
    await transaction
      .updateTable('sweep')
      .set({ memory: jsonb(after) })
      .where('organisation', '=', organisation)
      .execute();
    return after;
  });
}

function read(memory: unknown): SweepMemory {
  return sweepShape.safeParse(memory ?? {}).data ?? sweepShape.parse({});
}
