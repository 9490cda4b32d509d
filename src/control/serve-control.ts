import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import process from 'node:process';
import type { Log } from '#model';
import { firstLine, lineOf, valueOf, type Reply } from './line.ts';
import { isServed } from './is-served.ts';
import { socketPath } from './socket-path.ts';
import type { Verb } from './verb.ts';

export type ControlOptions = {
  readonly dataDir: string;
  readonly verbs: readonly Verb[];
  readonly log: Log;
};

export interface Control {
  /** Takes no more commands and cuts those under way. */
  close(): Promise<void>;
}

/** For a request to come, and then between two lines of its answer. */
const PATIENCE_MS = 10_000;
/** Nobody but the user that the server runs as. */
const PRIVATE = 0o600;

/**
 * Opens the socket `control.sock` in the data folder; the file of a process that died is replaced. A server without it
 * works all the same, so trouble with it is told and nothing else.
 */
export async function serveControl({ dataDir, verbs, log }: ControlOptions): Promise<Control> {
  const path = socketPath(dataDir);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    void converse(socket, verbs, log);
  });
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (await isServed(path)) throw new Error('another server takes commands in this folder');
    rmSync(path, { force: true });
    await open(server, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason, path }, 'commands cannot be given to this server');
    return { close: () => Promise.resolve() };
  }
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The file is made within `listen`, so that with this mask nobody else can open it, not even for a moment. */
function open(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o777 & ~PRIVATE);
    try {
      server.listen(path, () => {
        chmodSync(path, PRIVATE);
        server.off('error', reject);
        server.unref();
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

/** One request and its answer, then the end. */
async function converse(socket: Socket, verbs: readonly Verb[], log: Log): Promise<void> {
  // Said by 'close' as well; unheard, it would end the process.
  socket.on('error', () => undefined);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy()).setEncoding('utf8');
  function say(reply: Reply): void {
    if (socket.writable) socket.write(lineOf(reply));
  }
  const line = await firstLine(socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>).catch(
    () => null,
  );
  // From now on it is ours to speak, however long that takes.
  socket.setTimeout(0);
  if (line === null) return void socket.destroy();
  say(await answered({ line, verbs, log, tell: (progress) => say({ kind: 'progress', progress }) }));
  socket.end();
}

type Question = {
  readonly line: string;
  readonly verbs: readonly Verb[];
  readonly log: Log;
  readonly tell: (progress: unknown) => void;
};

async function answered({ line, verbs, log, tell }: Question): Promise<Reply> {
  const request = valueOf(line);
  try {
    for (const { run } of verbs) {
      const answer = run(request, tell);
      if (answer !== null) return { kind: 'answer', answer: await answer };
    }
    return { kind: 'refused', reason: 'this server does not know that command: it is of another version' };
  } catch (error) {
    log.error({ err: error }, 'a command failed');
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}
