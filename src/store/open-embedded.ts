import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { fromPglite } from 'pg-boss';
import { JOB_SCHEMA, type Database } from './database.ts';
import { holdFolder } from './folder-lock.ts';
import type { Tables } from './schema.ts';

/** A small cache keeps the process small, a small log keeps the folder small and a restart quick. */
const SETTINGS = ['shared_buffers=8MB', 'max_wal_size=64MB', 'min_wal_size=32MB'];

/**
 * Opens PostgreSQL inside this process, on files in a folder. It survives a killed process, but not a power cut
 * (it runs with `fsync` off). Throws where another process holds the folder.
 */
export async function openEmbedded(folder: string): Promise<Database> {
  const release = holdFolder(folder);
  try {
    // One object: given `undefined` first, PGlite ignores the options after it.
    const pglite = new PGlite({ dataDir: join(folder, 'database'), postgresqlconf: SETTINGS });
    await pglite.waitReady;
    return {
      db: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }),
      jobs: { connection: { db: fromPglite(pglite), backend: 'pglite', schema: JOB_SCHEMA }, alone: true },
      // There is no autovacuum and no checkpointer in here.
      tidy: async () => {
        await pglite.exec('vacuum');
        await pglite.exec('checkpoint');
      },
      close: async () => {
        if (!pglite.closed) await pglite.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
