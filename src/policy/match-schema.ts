import { z } from 'zod';
import { name, nameGlob, yesNo } from './entry-schemas.ts';

const TOPIC = /^[a-z0-9][a-z0-9-]{0,49}$/;
const PROPERTY = /^[\w$#-]{1,75}$/;

const GLOBS = 'must be a repository name or a list of 1 to 1000, where `*` and `?` stand for anything';
const A_TOPIC = 'must be a topic: small letters, digits and dashes, such as `backend`';
const TOPICS = 'must be a list of 1 to 20 topics, such as `[backend]`';
const A_PROPERTY = 'must be the name of a custom property: letters, digits, `_`, `-`, `$` and `#`';
const PROPERTIES = 'must be a mapping of custom properties to values, such as `{tier: [gold, silver]}`';
const A_VALUE = 'must be text, `true`, `false`, or a list of 1 to 200 texts';

const value = z.union(
  [
    name,
    z.boolean(),
    z.array(name, { error: A_VALUE }).min(1, { error: A_VALUE }).max(200, { error: A_VALUE }),
  ],
  { error: A_VALUE },
);

/** What a block of `repositories` goes by. All its keys must hold for a repository. */
export const match = z
  .strictObject(
    {
      name: z
        .union(
          [
            nameGlob,
            z.array(nameGlob, { error: GLOBS }).min(1, { error: GLOBS }).max(1000, { error: GLOBS }),
          ],
          { error: GLOBS },
        )
        .optional()
        .describe(
          'A name without its owner, or several of which one must fit; `*` and `?` stand for anything.',
        ),
      topics: z
        .array(z.string({ error: A_TOPIC }).regex(TOPIC, { error: A_TOPIC }), { error: TOPICS })
        .min(1, { error: TOPICS })
        .max(20, { error: TOPICS })
        .optional()
        .describe('Topics of which the repository must have all.'),
      visibility: z
        .enum(['public', 'private', 'internal'], { error: 'must be `public`, `private` or `internal`' })
        .optional()
        .describe('Who can see the repository.'),
      language: name.optional().describe('The language most of it is written in, as GitHub says it.'),
      fork: yesNo.optional().describe('Whether the repository is a fork.'),
      properties: z
        .record(z.string().regex(PROPERTY, { error: A_PROPERTY }), value, { error: PROPERTIES })
        .refine((all) => Object.keys(all).length > 0, { error: PROPERTIES })
        .optional()
        .describe('Custom properties of the organisation: each named one must have one of the values.'),
    },
    { error: 'must be a mapping such as `{name: "web-*"}`' },
  )
  .refine((all) => Object.keys(all).length > 0, {
    error: 'must have at least one of `name`, `topics`, `visibility`, `language`, `fork` and `properties`',
  });
