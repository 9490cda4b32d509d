import { randomUUID } from 'node:crypto';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Cause, Log } from '#model';
import type { Taken } from '#queue';
import type { Tables } from '../schema.ts';
import { causeShape, workKeyShape } from '../shapes.ts';
import { highest } from './highest.ts';
import { lockKeys } from './lock-keys.ts';

type Row = Pick<
  Selectable<Tables['inbox']>,
  'id' | 'work' | 'installation' | 'cause' | 'state' | 'tries' | 'due' | 'early' | 'priority'
> & {
  readonly later: boolean;
};

/** Takes all of a key's causes for one run, in the order they came. Null: nothing to do now. */
export async function take(transaction: Transaction<Tables>, key: string, log: Log): Promise<Taken | null> {
  await lockKeys(transaction, [key]);
  const rows = await rowsOf(transaction, key);
  if (!isDue(rows)) return null;
  const run = randomUUID();
  await hold(transaction, key, run);
  return takenFrom(run, rows, log);
}

/** Compared by the database's clock, which also decides when a token is due: several machines never agree on one. */
function rowsOf(transaction: Transaction<Tables>, key: string): Promise<readonly Row[]> {
  return transaction
    .selectFrom('inbox')
    .select(['id', 'work', 'installation', 'cause', 'state', 'tries', 'due', 'early', 'priority'])
    .select(sql<boolean>`state = 'waiting' and due > clock_timestamp()`.as('later'))
    .where('key', '=', key)
    .orderBy('id')
    .execute();
}

/** A parked cause alone starts nothing, nor does one whose time has not come; while GitHub asked to wait, nothing does. */
function isDue(rows: readonly Row[]): boolean {
  if (rows.some(({ later, early }) => later && !early)) return false;
  return rows.some(({ state, later }) => state !== 'parked' && !later);
}

/** Causes that are taken already belonged to a run that died: that was a try, lest one that kills us runs for ever. */
async function hold(transaction: Transaction<Tables>, key: string, run: string): Promise<void> {
  await sql`
    update mainstay.inbox set state = 'taken', run = ${run}, error = null, since = clock_timestamp(),
      tries = case state when 'taken' then tries + 1 when 'parked' then 0 else tries end
    where key = ${key}`.execute(transaction);
}

function takenFrom(run: string, rows: readonly Row[], log: Log): Taken | null {
  const last = rows.at(-1);
  if (last === undefined) return null;
  const retries = rows.filter(({ later, tries }) => later && tries > 0).map(({ due }) => due.getTime());
  return {
    run,
    key: workKeyShape.parse(last.work),
    installation: last.installation,
    priority: highest(rows),
    causes: rows.flatMap(({ cause }) => causeOf(cause, log)),
    tries: Math.max(...rows.map(triesOf)),
    retryAt: retries.length > 0 ? new Date(Math.max(...retries)) : null,
  };
}

function triesOf({ state, tries }: Row): number {
  if (state === 'parked') return 0;
  return state === 'taken' ? tries + 1 : tries;
}

/** A cause only explains: one that this version cannot read is left out, and the key is looked at all the same. */
function causeOf(stored: unknown, log: Log): readonly Cause[] {
  const { data, error } = causeShape.safeParse(stored);
  if (data !== undefined) return [data];
  log.warn({ problem: error.message }, 'a stored cause cannot be read and is left out');
  return [];
}
