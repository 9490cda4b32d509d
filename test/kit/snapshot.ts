import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startQueue } from '#queue';
import { openStore } from '#store';
import { recordingLog } from '#kit/recording-log';

/** A new database folder takes seconds to make and little to copy, so it is made once for each form of the tables. */
export async function snapshot(): Promise<string> {
  const cache = join(import.meta.dirname, '../../node_modules/.cache/mainstay');
  const made = join(cache, await formOfTables());
  if (existsSync(made)) return made;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'making-'));
  const log = recordingLog();
  const store = await openStore({ dataDir: fresh, log });
  const { inbox, jobs } = store;
  const queue = await startQueue({
    inbox,
    jobs,
    log,
    run: () => Promise.reject(new Error('nothing to run')),
  });
  await queue.stop({ graceMs: 0 });
  await store.close();
  // Whoever comes second keeps the first one's.
  await rename(fresh, made).catch(() => rm(fresh, { recursive: true, force: true }));
  return made;
}

async function formOfTables(): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const migrations = join(root, 'src/store/migrations');
  const files = [
    ...(await readdir(migrations)).sort().map((name) => join(migrations, name)),
    join(root, 'src/store/open-embedded.ts'),
    join(root, 'src/queue/tokens.ts'),
    join(root, 'node_modules/pg-boss/package.json'),
    join(root, 'node_modules/@electric-sql/pglite/package.json'),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
