import { z } from 'zod';
import { actors, branch, checkEntry, duration, name, yesNo } from './entry-schemas.ts';
import { LISTS, type List } from './layer.ts';

/** Each branch costs a part of a query, each check a part of a write: a file cannot make them unbounded. */
const MOST = { branches: 50, checks: 100, deployments: 20 };
const DAY = 24 * 60;

const BRANCHES = `must be a list of 1 to ${MOST.branches} branch names, such as \`[main]\``;
const CHECKS = `must be a list of at most ${MOST.checks} checks, such as \`[test, lint]\``;
const DEPLOYMENTS = `must be a list of at most ${MOST.deployments} environments, such as \`[staging]\``;
const COUNT = 'must be a whole number from 0 to 6';
const TIMES = 'must be a whole number from 2 to 100';
const LOGINS = 'must be a list of at most 100 logins, such as `[terraform-bot]`';
const REPLACEABLE = LISTS.map((list) => `\`${list}\``).join(', ');
const REPLACE = `must be \`true\` or a list of keys out of ${REPLACEABLE}`;
const REVIEWS = 'must be a mapping with at least one key, such as `{count: 1}`';
const PAUSE = 'must be a mapping with `by` or `max`, such as `{by: owner, max: 24h}`';
const CONTENTION = 'must be a mapping with `times`, `within` or `automation`';

const flag = yesNo.optional();
const checks = z.array(checkEntry, { error: CHECKS }).max(MOST.checks, { error: CHECKS }).optional();

const reviews = z
  .strictObject(
    {
      required: flag.describe('Whether a pull request is required. Any other key here implies `true`.'),
      count: z
        .int({ error: COUNT })
        .min(0, { error: COUNT })
        .max(6, { error: COUNT })
        .optional()
        .describe('How many approvals a pull request needs, 0 to 6.'),
      code_owners: flag.describe('Whether an owner of the changed code must approve.'),
      dismiss_stale: flag.describe('Whether new commits take approvals back.'),
      last_push: flag.describe('Whether somebody else than the last pusher must approve.'),
      dismissers: actors.optional().describe('Who may dismiss reviews.'),
      bypassers: actors.optional().describe('Who needs no pull request.'),
    },
    { error: REVIEWS },
  )
  .refine((all) => Object.keys(all).length > 0, { error: REVIEWS })
  .optional()
  .describe('Reviews of pull requests.');

const pause = z
  .strictObject(
    {
      by: z
        .enum(['owner', 'admin', 'nobody'], { error: 'must be `owner`, `admin` or `nobody`' })
        .optional()
        .describe(
          'Whose right it is: an `owner` of the organisation (default), an `admin` of the repository.',
        ),
      max: duration(1, 30 * DAY, 'at most 30 days')
        .optional()
        .describe('The longest pause, such as `24h` (default).'),
    },
    { error: PAUSE },
  )
  .optional()
  .describe('Whose right it is to pause the protection of a repository, and for how long at the most.');

const contention = z
  .strictObject(
    {
      times: z
        .int({ error: TIMES })
        .min(2, { error: TIMES })
        .max(100, { error: TIMES })
        .optional()
        .describe('How often a setting must be changed back (default 3).'),
      within: duration(1, 7 * DAY, 'at most 7 days')
        .optional()
        .describe('In what time, such as `1h` (default).'),
      automation: z
        .array(name, { error: LOGINS })
        .max(100, { error: LOGINS })
        .optional()
        .describe('Logins that count as automation, beside all bots.'),
    },
    { error: CONTENTION },
  )
  .optional()
  .describe('When somebody who changes a setting back again and again counts as a second manager of it.');

/** What a file and each of its blocks can say of a repository. Each `error` completes a sentence that begins with the key. */
export const LAYER_SHAPE = {
  mode: z
    .enum(['enforce', 'monitor'], { error: 'must be `enforce` or `monitor`' })
    .optional()
    .describe('`enforce` (default) repairs what differs; `monitor` only reports it.'),
  via: z
    .enum(['classic', 'ruleset', 'org-ruleset'], {
      error: 'must be `classic`, `ruleset` or `org-ruleset`',
    })
    .optional()
    .describe(
      'By which means: the classic rule (default), a ruleset of the repository, one of the organisation.',
    ),
  extras: z
    .enum(['keep', 'remove'], { error: 'must be `keep` or `remove`' })
    .optional()
    .describe(
      'What people added beside the policy: `keep` (default), or `remove`, so that it is exactly true.',
    ),
  replace: z
    .union(
      [
        z.literal(true),
        z.array(z.enum(LISTS as [List, ...List[]], { error: `must be one of ${REPLACEABLE}` }), {
          error: REPLACE,
        }),
      ],
      { error: REPLACE },
    )
    .optional()
    .describe('Lists of this part that take the place of the lists below, instead of being added to them.'),
  branches: z
    .array(branch, { error: BRANCHES })
    .min(1, { error: BRANCHES })
    .max(MOST.branches, { error: BRANCHES })
    .optional()
    .describe('The branches to protect, by their full names; `~DEFAULT_BRANCH` is the default one.'),
  required_checks: checks.describe('What must pass before a merge. A name is a job.'),
  optional_checks: checks.describe('Checks that are reported on and never required.'),
  strict: flag.describe('Whether a branch must be up to date before it is merged.'),
  reviews,
  include_admins: flag.describe('Whether the rule holds for administrators (default: true).'),
  push: actors.optional().describe('Who may push to the branch; without it, everybody with write access.'),
  force_push: actors
    .optional()
    .describe('Who may force push although it is blocked. Implies `block_force_pushes`.'),
  block_force_pushes: flag.describe('Whether force pushes are blocked (default: true).'),
  block_deletions: flag.describe('Whether the branch cannot be deleted (default: true).'),
  block_creations: flag.describe('Whether only those who may push can create a branch of that name.'),
  block_fork_syncing: flag.describe('Whether a locked branch of a fork may not be synced with its source.'),
  linear_history: flag.describe('Whether merge commits are refused.'),
  signatures: flag.describe('Whether commits must be signed.'),
  conversation_resolution: flag.describe('Whether all conversations must be resolved before a merge.'),
  lock_branch: flag.describe('Whether the branch is read-only.'),
  deployments: z
    .array(name, { error: DEPLOYMENTS })
    .max(MOST.deployments, { error: DEPLOYMENTS })
    .optional()
    .describe('Environments that must have been deployed to before a merge.'),
  bridge: flag.describe(
    'Whether Mainstay reports a check whose workflow a `paths` filter skips (default: true).',
  ),
  pause,
  contention,
};
