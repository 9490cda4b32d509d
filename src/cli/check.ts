import process from 'node:process';
import { runCheck } from './check/run-check.ts';

/** `mainstay check`: prints what `runCheck` says and answers its exit code. */
export async function check(args: readonly string[]): Promise<number> {
  const { out, error, code } = await runCheck(args, process.stdout.isTTY && !process.env['NO_COLOR']);
  process.stdout.write(out);
  process.stderr.write(error);
  return code;
}
