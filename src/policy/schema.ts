import { z } from 'zod';
import { SETTINGS } from '#model';
import { exemption } from './entry-schemas.ts';
import { LAYER_SHAPE } from './layer-schema.ts';
import { match } from './match-schema.ts';

const MOST = { exemptions: 1000, blocks: 200, guard: 1_000_000 };

/** What an organisation can let its repositories decide themselves. A key with parts stands for all of them. */
const ALLOWABLE = [
  ...Object.keys(LAYER_SHAPE).filter((key) => key !== 'replace'),
  ...SETTINGS.filter((setting) => setting.includes('.')),
];

const EXEMPT = `must be a list of at most ${MOST.exemptions} repository names, such as \`["legacy-*"]\``;
const BLOCKS = `must be a list of at most ${MOST.blocks} blocks, each with \`match\` and settings`;
const OVERRIDES = 'must be `none`, `tighten` or a mapping such as `{allow: [strict]}`';
const ALLOW = 'must be a list of keys, such as `[strict, reviews.count]`';
const A_KEY = 'must be a key of the policy that a repository can set, such as `strict` or `reviews.count`';
const GUARD = `must be a whole number from 0 to ${MOST.guard}`;

const block = z.strictObject(
  {
    match: match.describe('Which repositories the block is for; at least one key, and all must hold.'),
    ...LAYER_SHAPE,
  },
  { error: 'must be a mapping with `match` and settings' },
);

/** The policy language, version 1. Each `error` completes the sentence that begins with the key. */
export const POLICY_SCHEMA = z.strictObject({
  version: z.literal(1, { error: 'must be the number 1' }).describe('The version of this language.'),
  ...LAYER_SHAPE,
  overrides: z
    .union(
      [
        z.enum(['none', 'tighten']),
        z.strictObject({
          allow: z
            .array(z.enum(ALLOWABLE, { error: A_KEY }), { error: ALLOW })
            .min(1, { error: ALLOW })
            .describe('Keys that a repository may set as it likes.'),
        }),
      ],
      { error: OVERRIDES },
    )
    .optional()
    .describe(
      "What a repository's own file may do: nothing, ask for more (default), or set these keys freely.",
    ),
  exempt: z
    .array(exemption, { error: EXEMPT })
    .max(MOST.exemptions, { error: EXEMPT })
    .optional()
    .describe('Repositories of which nothing is asked.'),
  guard: z
    .strictObject(
      {
        max_repositories: z
          .int({ error: GUARD })
          .min(0, { error: GUARD })
          .max(MOST.guard, { error: GUARD })
          .describe('How many repositories a changed policy may touch (default 50).'),
      },
      { error: 'must be a mapping such as `{max_repositories: 50}`' },
    )
    .optional()
    .describe('When a changed policy waits for an owner of the organisation.'),
  repositories: z
    .array(block, { error: BLOCKS })
    .max(MOST.blocks, { error: BLOCKS })
    .optional()
    .describe('Settings for some repositories, in order; each block that matches counts.'),
});

/** A policy file's content, checked. */
export type PolicyContent = z.infer<typeof POLICY_SCHEMA>;
/** What the file's top level and each block have alike. */
export type LayerContent = Partial<z.infer<typeof block>>;
