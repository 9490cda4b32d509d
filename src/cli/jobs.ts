import { existsSync } from 'node:fs';
import process from 'node:process';
import { runJobs } from './jobs/run-jobs.ts';

/** `mainstay jobs`: prints what `runJobs` says and answers its exit code. */
export async function jobs(args: readonly string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { out, error, code } = await runJobs(args, { env: process.env, folder: process.cwd() });
  process.stdout.write(out);
  process.stderr.write(error);
  return code;
}
