import { sql, type Kysely } from 'kysely';
import type { RecoveryMemory } from '#recovery';
import type { Tables } from './schema.ts';

/** A process that is silent for so long has lost its turn. The longest single request takes far less. */
const TURN_S = 300;

/** The one row of recovery: whose turn it is, and up to when the log of deliveries is complete. */
export function recoveryMemory(db: Kysely<Tables>): RecoveryMemory {
  return {
    hold: (run) => hold(db, run),
    release: async (run) => {
      await db
        .updateTable('recovery')
        .set({ holder: null, held_until: null })
        .where('holder', '=', run)
        .execute();
    },
    point: async () => {
      const row = await db.selectFrom('recovery').select(['at', 'up_to']).executeTakeFirst();
      if (!row?.at || !row.up_to) return null;
      return { at: row.at.toISOString(), upTo: row.up_to.toISOString() };
    },
    keepPoint: async (run, { at, upTo }) => {
      await db
        .updateTable('recovery')
        .set({ at: new Date(at), up_to: new Date(upTo) })
        .where('holder', '=', run)
        .execute();
    },
    known: (guids) => known(db, guids),
  };
}

/** A row rather than a lock of the database: the embedded one has a single connection, which must stay free. */
async function hold(db: Kysely<Tables>, run: string): Promise<boolean> {
  const { rows } = await sql`
    update mainstay.recovery
    set holder = ${run}, held_until = clock_timestamp() + make_interval(secs => ${TURN_S})
    where holder is null or holder = ${run} or held_until < clock_timestamp()
    returning holder`.execute(db);
  return rows.length > 0;
}

/** With one parameter: there may be thousands, and parameters are limited. */
async function known(db: Kysely<Tables>, guids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from mainstay.delivery
    where id in (select jsonb_array_elements_text(${JSON.stringify(guids)}::jsonb))`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
