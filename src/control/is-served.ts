import { connect } from 'node:net';

/** Whether a living process listens on a socket. The file of one that died refuses every connection. */
export function isServed(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (NOBODY.has(error.code ?? '')) resolve(false);
      else reject(error);
    });
  });
}

/** What a connection fails with where no server is: no file, the file of a dead process, or a file of another kind. */
export const NOBODY: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);
