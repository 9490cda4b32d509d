import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { NOBODY } from './is-served.ts';
import { lineOf, reply, valueOf, type Reply } from './line.ts';
import { socketPath } from './socket-path.ts';

/** What came of asking. */
export type Asked<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Nobody takes commands in this folder. */
  | { readonly kind: 'no server' }
  /** A server is there and did not do it, or the socket may not be opened. One line. */
  | { readonly kind: 'refused'; readonly reason: string };

export type Question<Answer> = {
  readonly dataDir: string;
  /** Names its verb by `verb`. */
  readonly request: unknown;
  readonly answer: z.ZodType<Answer>;
  /** Each line of progress before the answer. */
  readonly hear?: (progress: unknown) => void;
};

/** Asks the running server of a data folder. */
export async function askControl<Answer>(question: Question<Answer>): Promise<Asked<Answer>> {
  const socket = connect(socketPath(question.dataDir));
  try {
    await opened(socket);
    socket.write(lineOf(question.request));
    return read(await lastReply(socket, question.hear), question.answer);
  } catch (error) {
    return failed(error);
  } finally {
    socket.destroy();
  }
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve());
  });
}

const GONE = 'the server ended before it had answered';

async function lastReply(socket: Socket, hear: (progress: unknown) => void = ignore): Promise<Reply> {
  for await (const line of createInterface({ input: socket })) {
    const { data } = reply.safeParse(valueOf(line));
    if (data === undefined) break;
    if (data.kind !== 'progress') return data;
    hear(data.progress);
  }
  return { kind: 'refused', reason: GONE };
}

function ignore(): void {
  return;
}

function read<Answer>(said: Reply, shape: z.ZodType<Answer>): Asked<Answer> {
  if (said.kind === 'refused') return said;
  const { data, success } = shape.safeParse(said.kind === 'answer' ? said.answer : undefined);
  if (success) return { kind: 'answer', answer: data };
  return { kind: 'refused', reason: 'the server answers in another form: it is of another version' };
}

function failed(error: unknown): Asked<never> {
  const code = codeOf(error);
  if (NOBODY.has(code)) return { kind: 'no server' };
  if (code === 'EACCES' || code === 'EPERM') {
    return { kind: 'refused', reason: 'only the user that the server runs as may give it commands' };
  }
  return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
}

function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : '';
}
