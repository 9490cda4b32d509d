import { join } from 'node:path';

/** Where the server of a data folder takes commands. */
export function socketPath(dataDir: string): string {
  return join(dataDir, 'control.sock');
}
