import { existsSync } from 'node:fs';
import process from 'node:process';
import { runSweep } from './sweep/run-sweep.ts';

/** `mainstay sweep`: shows how far it is while it goes on, and answers the exit code. */
export async function sweep(args: readonly string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { out, error, code } = await runSweep(args, {
    env: process.env,
    folder: process.cwd(),
    isTerminal: process.stderr.isTTY,
    show: (text) => void process.stderr.write(text),
  });
  process.stdout.write(out);
  process.stderr.write(error);
  return code;
}
