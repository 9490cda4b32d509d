import { sql, type Transaction } from 'kysely';
import { keyText } from '#model';
import type { Failed, GivenBack, Taken, Token } from '#queue';
import { storable } from '../jsonb.ts';
import type { Tables } from '../schema.ts';
import { highest } from './highest.ts';

/** Forgets what a run took. False: another run has it now. */
export async function forget(transaction: Transaction<Tables>, taken: Taken): Promise<boolean> {
  const gone = await transaction
    .deleteFrom('inbox')
    .where('run', '=', taken.run)
    .where('state', '=', 'taken')
    .returning('id')
    .execute();
  return gone.length > 0;
}

/** Lets what a run took wait again; answers the token for it, none where another run has it now. */
export async function letWait(
  transaction: Transaction<Tables>,
  taken: Taken,
  back: GivenBack,
): Promise<readonly Token[]> {
  const rows = await transaction
    .updateTable('inbox')
    .set({
      state: 'waiting',
      run: null,
      due: back.at ?? sql<Date>`clock_timestamp()`,
      early: back.early,
      tries: back.tries,
      since: sql<Date>`clock_timestamp()`,
    })
    .where('run', '=', taken.run)
    .where('state', '=', 'taken')
    .returning('priority')
    .execute();
  const { key, installation } = taken;
  return rows.length > 0 ? [{ key: keyText(key), installation, at: back.at, priority: highest(rows) }] : [];
}

const LONGEST_ERROR = 2000;

/** Marks what a run took with the error of its last try. False: another run has it now. */
export async function setAside(
  transaction: Transaction<Tables>,
  taken: Taken,
  { error, tries }: Failed,
): Promise<boolean> {
  const rows = await transaction
    .updateTable('inbox')
    .set({
      state: 'parked',
      tries,
      error: storable(error.slice(0, LONGEST_ERROR)),
      since: sql<Date>`clock_timestamp()`,
    })
    .where('run', '=', taken.run)
    .where('state', '=', 'taken')
    .returning('id')
    .execute();
  return rows.length > 0;
}
