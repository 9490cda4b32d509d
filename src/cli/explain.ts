import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Known, RepoName } from '#model';
import { readSettings, type Settings } from '#settings';
import { UsageError } from './check/options.ts';
import { runExplain } from './explain/run-explain.ts';
import type { Sources } from './explain/sources.ts';

/** `mainstay explain`: prints what `runExplain` says and answers its exit code. */
export async function explain(args: readonly string[]): Promise<number> {
  const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];
  const { out, error, code } = await runExplain(args, { readGithub, coloured });
  process.stdout.write(out);
  process.stderr.write(error);
  return code;
}

/** With the credentials that the server has. Throws a UsageError where there are none, or GitHub cannot be asked. */
async function readGithub(repo: RepoName): Promise<Known<Sources>> {
  const settings = settingsOfServer();
  const main = await import('#main');
  try {
    return await main.readPolicies(settings, repo);
  } catch (error) {
    throw new UsageError(`GitHub cannot be asked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function settingsOfServer(): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const answer = readSettings(process.env, process.cwd());
  if (!answer.ok) {
    const told = answer.problems.map(({ variable, problem, fix }) => `${variable} ${problem}. ${fix}`);
    throw new UsageError(told.join('\n'));
  }
  if (answer.settings.credentials === null) {
    throw new UsageError('The environment has no credentials of the App; name files to do without');
  }
  return answer.settings;
}
