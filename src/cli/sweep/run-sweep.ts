import { parseArgs } from 'node:util';
import { askControl, sweepAnswer, sweepProgress, sweepRequest } from '#control';
import { readPlaces, type Environment } from '#settings';
import type { Said } from '../said.ts';
import { HelpAsked, UsageError } from '../usage-error.ts';
import { createProgress, renderSwept } from './render-sweep.ts';

const USAGE = `Usage:
  mainstay sweep [ORG]   look at all repositories of an organisation now, or of all of them
`;

/** Where the server is found, and where progress is shown: on a terminal as a bar, elsewhere in lines. */
export type Surroundings = {
  readonly env: Environment;
  readonly folder: string;
  readonly isTerminal: boolean;
  readonly show: (text: string) => void;
};

/**
 * Has the running server sweep, and watches. Exit code 0: all was seen; 1: something kept it from that; 2: wrong usage,
 * or nobody answers.
 */
export async function runSweep(args: readonly string[], surroundings: Surroundings): Promise<Said> {
  try {
    const org = organisationIn(args);
    return await ask(org, surroundings);
  } catch (error) {
    if (error instanceof HelpAsked) return { out: USAGE, error: '', code: 0 };
    const message = error instanceof Error ? error.message : String(error);
    const usage = error instanceof UsageError ? `\n${USAGE}` : '';
    return { out: '', error: `mainstay sweep: ${message}\n${usage}`, code: 2 };
  }
}

function organisationIn(args: readonly string[]): string | null {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options }),
  );
  if (values.help) throw new HelpAsked();
  const [org = null, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Say one organisation, or none for all.');
  return org;
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function ask(org: string | null, { env, folder, isTerminal, show }: Surroundings): Promise<Said> {
  const places = readPlaces(env, folder);
  if (!('value' in places)) throw new Error(`${places.variable} ${places.problem}. ${places.fix}`);
  const { dataDir } = places.value;
  const progress = createProgress(isTerminal, show);
  const asked = await askControl({
    dataDir,
    request: sweepRequest.parse({ verb: 'sweep', org }),
    answer: sweepAnswer,
    hear: (told) => {
      const { data } = sweepProgress.safeParse(told);
      if (data) progress.tell(data);
    },
  });
  progress.end();
  if (asked.kind === 'refused') throw new Error(asked.reason);
  if (asked.kind === 'no server') {
    throw new Error(
      `no server runs on the data folder ${dataDir}: start it, or say in MAINSTAY_DATA_DIR where it keeps its data`,
    );
  }
  const { sweeps } = asked.answer;
  return {
    out: renderSwept(sweeps),
    error: '',
    code: sweeps.every(({ trouble }) => trouble === null) ? 0 : 1,
  };
}
