import process from 'node:process';
import { runValidate } from './validate/run-validate.ts';

/** `mainstay validate`: prints what `runValidate` says and answers its exit code. */
export function validate(args: readonly string[]): Promise<number> {
  const { out, error, code } = runValidate(args, process.stdout.isTTY && !process.env['NO_COLOR']);
  process.stdout.write(out);
  process.stderr.write(error);
  return Promise.resolve(code);
}
