import process from 'node:process';
import { runCheck } from './check/run-check.ts';

/** `mainstay check`: prints what `runCheck` says and answers its exit code. */
export function check(args: readonly string[]): Promise<number> {
  const { out, error, code } = runCheck(args, process.stdout.isTTY && !process.env['NO_COLOR']);
  process.stdout.write(out);
  process.stderr.write(error);
  return Promise.resolve(code);
}
