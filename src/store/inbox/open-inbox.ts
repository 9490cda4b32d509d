import { sql, type Kysely, type Transaction } from 'kysely';
import type { Log } from '#model';
import type { Inbox, Send, Token } from '#queue';
import { storable } from '../jsonb.ts';
import type { Tables } from '../schema.ts';
import { inTransaction, within } from '../transaction.ts';
import { forget, letWait, setAside } from './end.ts';
import { enter } from './enter.ts';
import { parked, unpark } from './parked.ts';
import { depth, stale } from './stale.ts';
import { take } from './take.ts';

/** The queue's inbox, in our tables. Each of its acts is one transaction, the tokens it needs included. */
export function openInbox(db: Kysely<Tables>, log: Log): Inbox {
  return {
    accept: (delivery, wakes, send) =>
      inTransaction(db, async (transaction) => {
        if (!(await isNew(transaction, delivery))) return false;
        await send(within(transaction), await enter(transaction, wakes));
        return true;
      }),
    take: (key) => inTransaction(db, (transaction) => take(transaction, key, log)),
    finish: (taken, next, send) =>
      inTransaction(db, async (transaction) => {
        const held = await forget(transaction, taken);
        await send(within(transaction), held ? await enter(transaction, next) : []);
        return held;
      }),
    giveBack: (taken, back, send) =>
      inTransaction(db, async (transaction) => {
        const tokens = await letWait(transaction, taken, back);
        await send(within(transaction), tokens);
        return tokens.length > 0;
      }),
    park: (taken, failed, send) =>
      inTransaction(db, async (transaction) => {
        const held = await setAside(transaction, taken, failed);
        await send(within(transaction), []);
        return held;
      }),
    parked: () => parked(db),
    unpark: async (id, send) => {
      const tokens = await sent(db, send, (transaction) => unpark(transaction, id));
      return tokens.map(({ key }) => key);
    },
    wakeAgain: async (olderThanSeconds, send) => {
      const tokens = await sent(db, send, (transaction) => stale(transaction, olderThanSeconds));
      return tokens.length;
    },
    depth: () => depth(db),
  };
}

type Find = (transaction: Transaction<Tables>) => Promise<readonly Token[]>;

function sent(db: Kysely<Tables>, send: Send, find: Find): Promise<readonly Token[]> {
  return inTransaction(db, async (transaction) => {
    const tokens = await find(transaction);
    await send(within(transaction), tokens);
    return tokens;
  });
}

/** Of two that store one delivery at once, the second waits here for the first, and then sees it. */
async function isNew(transaction: Transaction<Tables>, delivery: string): Promise<boolean> {
  const { rows } = await sql`
    insert into mainstay.delivery (id) values (${storable(delivery)})
    on conflict do nothing returning id`.execute(transaction);
  return rows.length > 0;
}
