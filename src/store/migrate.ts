import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { Tables } from './schema.ts';

/** The schema of our tables; the job library has its own beside it, so a database may be shared with others. */
export const SCHEMA = 'mainstay';

/**
 * Brings the tables to the newest form. Kysely holds an advisory lock meanwhile, so that of several processes
 * starting at once one migrates and the others wait. Throws in one line where the database is newer than this code.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new Error(
      'The database was made by a newer Mainstay than this one: run that version, or a later one.',
      {
        cause: error,
      },
    );
  }
  throw error instanceof Error ? error : new Error('The migration of the database failed.', { cause: error });
}
