import { z } from 'zod';
import { DEFAULT_BRANCH } from '#model';
import { isBranchName } from './branch-name.ts';

/** The largest number GitHub's databases hold as an App's id. */
const LARGEST_APP_ID = 2_147_483_647;
/** Each branch costs a part of a query, each check a part of a write: a file cannot make them unbounded. */
const MOST = { branches: 50, checks: 100, globs: 1000 };

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
const A_LIST_OF = {
  branches: `must be a list of 1 to ${MOST.branches} branch names, such as \`[main]\``,
  checks: `must be a list of at most ${MOST.checks} checks, such as \`[test, lint]\``,
  globs: `must be a list of at most ${MOST.globs} repository names, such as \`["legacy-*"]\``,
};

const name = z.string({ error: A_NAME }).regex(ONE_LINE, { error: A_NAME });
const yesNo = z.boolean({ error: 'must be `true` or `false`' });
const appId = z.int({ error: A_SOURCE }).min(1, { error: A_SOURCE }).max(LARGEST_APP_ID, { error: A_SOURCE });
const source = z.union([z.enum(['any', 'github-actions']), appId], { error: A_SOURCE });
const branch = z
  .string({ error: A_BRANCH })
  .refine((text) => text === DEFAULT_BRANCH || isBranchName(text), { error: A_BRANCH });

const jobEntry = z.strictObject({
  check: name,
  workflow: z.string({ error: A_WORKFLOW }).regex(WORKFLOW_FILE, { error: A_WORKFLOW }).optional(),
  source: source.optional(),
  when: z.enum(['always', 'ready'], { error: 'must be `always` or `ready`' }).optional(),
});
const contextEntry = z.strictObject({ context: name, source: source.optional() });

/** The policy language, version 1. Each `error` completes the sentence that begins with the key. */
export const POLICY_SCHEMA = z.strictObject({
  version: z.literal(1, { error: 'must be the number 1' }),
  mode: z.enum(['enforce', 'monitor'], { error: 'must be `enforce` or `monitor`' }).optional(),
  branches: z
    .array(branch, { error: A_LIST_OF.branches })
    .min(1, { error: A_LIST_OF.branches })
    .max(MOST.branches, { error: A_LIST_OF.branches })
    .optional(),
  required_checks: z
    .array(z.union([name, jobEntry, contextEntry]), { error: A_LIST_OF.checks })
    .max(MOST.checks, { error: A_LIST_OF.checks })
    .optional(),
  strict: yesNo.optional(),
  include_admins: yesNo.optional(),
  bridge: yesNo.optional(),
  exempt: z
    .array(z.string({ error: A_GLOB }).regex(NAME_GLOB, { error: A_GLOB }), { error: A_LIST_OF.globs })
    .max(MOST.globs, { error: A_LIST_OF.globs })
    .optional(),
});

/** The keys a mapping may have: the file itself, and the two shapes of an entry of `required_checks`. */
export const KNOWN_KEYS = {
  file: Object.keys(POLICY_SCHEMA.shape),
  check: Object.keys(jobEntry.shape),
  context: Object.keys(contextEntry.shape),
};

/** A policy file's content, checked. */
export type PolicyContent = z.infer<typeof POLICY_SCHEMA>;
