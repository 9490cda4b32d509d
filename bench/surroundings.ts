import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';

export const APP_ID = 4711;
export const SECRET = 'a-secret-of-the-bench';

/** A small GitHub in its own process, and where Mainstay keeps its data. */
export type Surroundings = {
  readonly github: { readonly url: string; readonly privateKey: string; readonly installation: number };
  folder(): Promise<string>;
  /** Takes away all that was made. */
  close(): Promise<void>;
};

/** @param repositories how many there are, `acme/repo-0` and so on */
export async function openSurroundings(repositories: number): Promise<Surroundings> {
  const child = forked('small-github.ts', [String(APP_ID), SECRET, String(repositories)]);
  const [github] = (await once(child, 'message')) as [Surroundings['github']];
  const folders: string[] = [];
  return {
    github,
    folder: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
      folders.push(folder);
      return folder;
    },
    close: async () => {
      await ended(child);
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A script of this folder as a process; its output is read, as a log would be, and forgotten. */
export function forked(script: string, args: readonly string[], port = 0): ChildProcess {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port) };
  const child = fork(join(import.meta.dirname, script), args, { silent: true, env });
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  return child;
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Where it was measured, in one line. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node} on ${type()}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GB`;
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Rows as a Markdown table, the first of them its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...body];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
