import { z } from 'zod';
import { DEFAULT_BRANCH } from '#model';
import { isBranchName } from './branch-name.ts';
import { minutesOf } from './duration.ts';

/** The largest number GitHub's databases hold as an App's id. */
const LARGEST_APP_ID = 2_147_483_647;

/** One line that shows: no control characters, no line separators, no half of a surrogate pair. */
const ONE_LINE = /^(?=.*\S)[^\p{Cc}\p{Cs}\u2028\u2029]{1,255}$/u;
const WORKFLOW_FILE = /^[^/\\\p{Cc}\p{Cs}\u2028\u2029]{1,250}\.ya?ml$/u;
/** A repository's name on GitHub, with `*` and `?`. */
const NAME_GLOB = /^[\w.*?-]{1,100}$/;

const A_NAME = 'must be text of 1 to 255 characters on one line';
const A_BRANCH = `must be the full name of one branch, without wildcards, or \`${DEFAULT_BRANCH}\``;
const A_WORKFLOW = 'must be the name of a file in `.github/workflows`, such as `ci.yml`';
const A_GLOB = 'must be a repository name without its owner, where `*` and `?` stand for anything';
const A_SOURCE = 'must be `any`, `github-actions` or the id of a GitHub App, a positive whole number';
const A_CHECK = 'must be a name, or a mapping with `check` or `context`';
const A_DATE = 'must be a day that exists, such as `2027-01-31`';
const A_DURATION = 'must be a number and a unit, such as `90m`, `4h` or `2d`';
const ACTORS = 'must be a mapping with `users`, `teams` or `apps`, each a list, such as `{teams: [core]}`';

export const name = z.string({ error: A_NAME }).regex(ONE_LINE, { error: A_NAME });
export const nameGlob = z.string({ error: A_GLOB }).regex(NAME_GLOB, { error: A_GLOB });
export const yesNo = z.boolean({ error: 'must be `true` or `false`' });
export const branch = z
  .string({ error: A_BRANCH })
  .refine((text) => text === DEFAULT_BRANCH || isBranchName(text), { error: A_BRANCH });

const appId = z.int({ error: A_SOURCE }).min(1, { error: A_SOURCE }).max(LARGEST_APP_ID, { error: A_SOURCE });
const source = z
  .union([z.enum(['any', 'github-actions']), appId], { error: A_SOURCE })
  .optional()
  .describe('Who must report it: `any`, `github-actions` or the id of a GitHub App.');

const jobEntry = z.strictObject(
  {
    check: name.describe('The id or the name of a job.'),
    workflow: z
      .string({ error: A_WORKFLOW })
      .regex(WORKFLOW_FILE, { error: A_WORKFLOW })
      .optional()
      .describe('The file in `.github/workflows` with the job: tells two jobs of one name apart.'),
    source,
    when: z
      .enum(['always', 'ready'], { error: 'must be `always` or `ready`' })
      .optional()
      .describe('`always` (default): required even before anything reports it. `ready`: once it can report.'),
  },
  { error: A_CHECK },
);
const contextEntry = z.strictObject(
  { context: name.describe('The name under which the check reports.'), source },
  { error: A_CHECK },
);

/** An entry of `required_checks` and `optional_checks`. */
export const checkEntry = z.union([name, jobEntry, contextEntry], { error: A_CHECK });

const EXEMPTION = 'must be a repository name, or a mapping with `repo`';

/** An entry of `exempt`. */
export const exemption = z.union(
  [
    nameGlob,
    z.strictObject({
      repo: nameGlob.describe('The repository, without its owner; `*` is any text, `?` any one character.'),
      until: z
        .string({ error: A_DATE })
        .refine(isDay, { error: A_DATE })
        .optional()
        .describe('The last day (UTC) of the exemption, such as `2027-01-31`.'),
      reason: name.optional().describe('Why, shown in reports.'),
    }),
  ],
  { error: EXEMPTION },
);

const login = /^[\w-]{1,100}$/;
const slug = /^[\w.-]{1,100}$/;

/** Who is excepted from a limit. An absent part is empty. */
export const actors = z.strictObject(
  {
    users: listOf(
      login,
      'must be the login of a person, such as `octocat`',
      'must be a list of logins',
    ).describe('Logins of people.'),
    teams: listOf(
      slug,
      "must be a team's slug without its organisation, such as `core`",
      'must be a list of teams',
    ).describe("Slugs of teams, without the organisation's name."),
    apps: listOf(
      slug,
      'must be the slug of a GitHub App, such as `renovate`, without `[bot]`',
      'must be a list of Apps',
    ).describe('Slugs of GitHub Apps, without `[bot]`.'),
  },
  { error: ACTORS },
);

function listOf(form: RegExp, item: string, list: string) {
  const each = z.string({ error: item }).regex(form, { error: item });
  const error = `${list}, at most 100`;
  return z.array(each, { error }).max(100, { error }).optional();
}

/** A duration between two bounds, in minutes. */
export function duration(least: number, most: number, between: string) {
  const error = `${A_DURATION}, ${between}`;
  return z.string({ error }).refine(
    (text) => {
      const minutes = minutesOf(text);
      return minutes !== null && minutes >= least && minutes <= most;
    },
    { error },
  );
}

/** JavaScript makes 2 March of 30 February, so the day must come back as it was written. */
function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(midnight.getTime()) && isWritten(midnight, text);
}

function isWritten(day: Date, text: string): boolean {
  return day.toISOString().startsWith(text);
}
