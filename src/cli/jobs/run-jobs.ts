import { readPlaces, type Environment } from '#settings';
import type { Said } from '../said.ts';
import { HelpAsked, UsageError } from '../usage-error.ts';
import { openLine, type Line } from './open-line.ts';
import { readOptions, type Options } from './options.ts';
import { renderJobs } from './render-jobs.ts';

const USAGE = `Usage:
  mainstay jobs [--format text|json]   what failed for good, and what waits and runs
  mainstay jobs retry ID|--all         let one of those run again, or all
`;

/** The environment that names the server, and the folder that its paths are relative to. */
export type Surroundings = { readonly env: Environment; readonly folder: string };

/**
 * Shows the parked jobs of the running server, or lets them run again. Exit code 0: nothing is parked, or it runs again;
 * 1: something is parked, or there is no such job; 2: wrong usage, or nobody answers.
 */
export async function runJobs(args: readonly string[], surroundings: Surroundings): Promise<Said> {
  try {
    const options = readOptions(args);
    const line = await lineTo(surroundings);
    try {
      return await act(line, options);
    } finally {
      await line.close();
    }
  } catch (error) {
    if (error instanceof HelpAsked) return { out: USAGE, error: '', code: 0 };
    const message = error instanceof Error ? error.message : String(error);
    const usage = error instanceof UsageError ? `\n${USAGE}` : '';
    return { out: '', error: `mainstay jobs: ${message}\n${usage}`, code: 2 };
  }
}

/** Throws in one line where there is nobody to ask. */
function lineTo({ env, folder }: Surroundings): Promise<Line> {
  const places = readPlaces(env, folder);
  if ('value' in places) return openLine(places.value);
  return Promise.reject(new Error(`${places.variable} ${places.problem}. ${places.fix}`));
}

async function act(line: Line, options: Options): Promise<Said> {
  if (options.act === 'list') {
    const jobs = await line.jobs();
    const out = options.format === 'json' ? `${JSON.stringify(jobs, null, 2)}\n` : renderJobs(jobs);
    return { out, error: '', code: jobs.parked.length === 0 ? 0 : 1 };
  }
  const keys = await line.retry(options.id);
  if (keys.length > 0) return { out: keys.map((key) => `${key} runs again\n`).join(''), error: '', code: 0 };
  if (options.id === 'all') return { out: 'Nothing is parked.\n', error: '', code: 0 };
  return { out: '', error: `mainstay jobs: no parked job has the id ${options.id}\n`, code: 1 };
}
