// npm run with-postgres -- COMMAND: runs a command with TEST_DATABASE_URL at a PostgreSQL that is started for it and
// ended after it. Its exit code is the command's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres } from '#kit/postgres';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  process.stderr.write('Say what to run: npm run with-postgres -- npm test -- test/store\n');
  process.exit(2);
}
const postgres = await startPostgres();
try {
  process.exitCode = await run(command, args, postgres.url);
} finally {
  await postgres.end();
}

/** The terminal's signals reach the command by themselves; one that is meant for us alone is handed on. */
async function run(file: string, more: readonly string[], url: string): Promise<number> {
  const env = { ...process.env, TEST_DATABASE_URL: url };
  const child = spawn(file, more, { env, stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
