import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Inbox } from '#queue';
import type { Tables } from './schema.ts';

/** Whether the database can be used, asked cheaply while all goes well. */
export type Ready = {
  /** Never throws. */
  readonly ready: () => Promise<boolean>;
  /** The same inbox; a delivery that it cannot store makes `ready` doubt. */
  readonly watched: (inbox: Inbox) => Inbox;
};

/**
 * A database on a full disk still answers questions. So after a delivery that could not be stored, it is ready only
 * when it has been seen to take something again.
 */
export function createReady(db: Kysely<Tables>): Ready {
  let doubt = false;
  async function accept(inbox: Inbox, ...given: Parameters<Inbox['accept']>): Promise<boolean> {
    try {
      const isNew = await inbox.accept(...given);
      doubt = false;
      return isNew;
    } catch (error) {
      doubt = true;
      throw error;
    }
  }
  return {
    ready: async () => {
      try {
        await sql`select 1`.execute(db);
        if (doubt) await tryToStore(db);
        doubt = false;
        return true;
      } catch {
        return false;
      }
    },
    watched: (inbox) => ({ ...inbox, accept: (...given) => accept(inbox, ...given) }),
  };
}

/** More than the free space of a page or two, and so random that it cannot be packed: it needs the disk. */
const PROBE_BYTES = 256 * 1024;

class Undo extends Error {}

async function tryToStore(db: Kysely<Tables>): Promise<void> {
  const policy = JSON.stringify(randomBytes(PROBE_BYTES).toString('base64'));
  try {
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('good_policy').values({ repository: '', policy }).execute();
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
}
