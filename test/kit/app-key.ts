import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/mainstay');
const FILE = join(CACHE, 'app-key.pem');

/** An App's private key, PEM. Making one takes longer than most tests, so it is made once and kept out of the repository. */
export const APP_KEY: string = existsSync(FILE) ? readFileSync(FILE, 'utf8') : make();

function make(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  mkdirSync(CACHE, { recursive: true });
  const fresh = `${FILE}.${process.pid}`;
  writeFileSync(fresh, pem, { mode: 0o600 });
  // Whole or not at all, as others may be reading it.
  renameSync(fresh, FILE);
  return pem;
}
