import { sql, type Kysely, type Transaction } from 'kysely';
import type { Depth, Token } from '#queue';
import type { Tables } from '../schema.ts';

type StaleRow = {
  key: string;
  taken: boolean;
  held: Date | null;
  due: Date;
  live: boolean;
  installation: number;
};

/** Tokens for the keys that have waited, or been taken, for so long that theirs may be lost. 0: for all keys. */
export async function stale(transaction: Transaction<Tables>, seconds: number): Promise<readonly Token[]> {
  const { rows } = await sql<StaleRow>`
    select key, bool_or(state = 'taken') as taken, bool_or(priority = 'live') as live, min(due) as due,
      max(installation) as installation,
      max(due) filter (where not early and state = 'waiting' and due > clock_timestamp()) as held
    from mainstay.inbox
    where state in ('waiting', 'taken')
      and (${seconds} = 0 or greatest(since, due) <= clock_timestamp() - make_interval(secs => ${seconds}))
    group by key`.execute(transaction);
  return rows.map(({ key, taken, held, due, live, installation }) => ({
    key,
    installation,
    at: taken ? null : (held ?? due),
    priority: live ? 'live' : 'sweep',
  }));
}

/** How many keys wait, run and are parked. */
export async function depth(db: Kysely<Tables>): Promise<Depth> {
  const { rows } = await sql<Depth>`
    select count(distinct key) filter (where state = 'waiting') as waiting,
      count(distinct key) filter (where state = 'waiting' and due <= clock_timestamp() and not exists (
        select from mainstay.inbox as held
        where held.key = inbox.key and held.state = 'waiting' and not held.early and held.due > clock_timestamp()
      )) as due,
      count(distinct key) filter (where state = 'taken') as running,
      count(distinct key) filter (where state = 'parked') as parked
    from mainstay.inbox`.execute(db);
  return rows[0] ?? { waiting: 0, due: 0, running: 0, parked: 0 };
}
