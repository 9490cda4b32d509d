import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Lets the folder go. It goes by itself when the process dies. */
export type Release = () => void;

/**
 * Holds a folder against a second process, which the embedded database does not: two at once lose writes in silence.
 *
 * The lock is an open transaction on an otherwise empty SQLite file, because that is the one lock within Node's reach
 * which the system itself takes away when its process dies, on Linux, macOS and Windows alike (`fcntl`, `LockFileEx`).
 * A file with a process id in it outlives a SIGKILL, and the id may by then be another's. The id beside it only
 * names the holder in the message. Throws in one line where somebody else holds the folder.
 */
export function holdFolder(folder: string): Release {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holder = join(folder, 'holder.pid');
  const lock = new DatabaseSync(join(folder, 'holder.lock'));
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(inUse(folder, holder), { cause: error });
  }
  writeFileSync(holder, `${process.pid}\n`);
  return () => lock.close();
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function inUse(folder: string, holder: string): string {
  const process = `process ${nameOf(holder)}`;
  return `The data folder ${folder} is in use by another Mainstay (${process}): stop it, give this one another folder in MAINSTAY_DATA_DIR, or share a PostgreSQL by DATABASE_URL.`;
}

function nameOf(holder: string): string {
  try {
    return readFileSync(holder, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
