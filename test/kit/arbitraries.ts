import fc from 'fast-check';
import {
  ACTOR_LISTS,
  FLAGS,
  type BranchRule,
  type From,
  type NamedActor,
  type Origin,
  type Protection,
  type RequiredContext,
  type RequiredReviews,
  type RuleActors,
  type Source,
  type Wanted,
  type WantedCheck,
} from '#model';
import { ACTIONS, asking, exactRule, team, wanted, wildcardRule } from './builders.ts';

/** Few names, so that what is wanted and what is there often meet. */
const context = fc.constantFrom(
  'test',
  'lint',
  'security',
  'build',
  'Test',
  'ci/circleci: build',
  'e2e | web',
);
const source: fc.Arbitrary<Source> = fc.constantFrom<Source>('any', ACTIONS, 99);
const origin: fc.Arbitrary<Origin> = fc.option(
  fc.record({
    file: fc.constantFrom('acme/.github/.github/mainstay.yml', 'acme/api/.github/mainstay.yml'),
    line: fc.integer({ min: 1, max: 40 }),
  }),
);

/** As a policy names them. */
const NAMED: NamedActor[] = ['core', 'release'].map((name) => ({ kind: 'team', name }));

const people: fc.Arbitrary<RuleActors> = fc
  .subarray(['core', 'release', 'bots'])
  .map((names) => names.map(team));
/** Where some lists are hidden, as GitHub hides them from an installation that cannot see their members. */
const actors: fc.Arbitrary<RuleActors> = fc.oneof(
  { arbitrary: people, weight: 9 },
  { arbitrary: fc.constant<RuleActors>('notVisible'), weight: 1 },
);

const required: fc.Arbitrary<readonly RequiredContext[]> = fc.uniqueArray(fc.record({ context, source }), {
  maxLength: 6,
  selector: (entry) => `${entry.context} ${entry.source}`,
});

const reviews: fc.Arbitrary<RequiredReviews> = fc.record({
  count: fc.integer({ min: 0, max: 6 }),
  codeOwners: fc.boolean(),
  dismissStale: fc.boolean(),
  lastPush: fc.boolean(),
  dismissers: fc.option(actors),
  bypassers: actors,
});

export const protections: fc.Arbitrary<Protection> = fc.record({
  checks: fc.option(fc.record({ strict: fc.boolean(), required })),
  includeAdmins: fc.boolean(),
  reviews: fc.option(reviews),
  pushers: fc.option(actors),
  blockCreations: fc.boolean(),
  allowForcePushes: fc.boolean(),
  forcePushers: actors,
  allowDeletions: fc.boolean(),
  linearHistory: fc.boolean(),
  signatures: fc.boolean(),
  conversationResolution: fc.boolean(),
  lockBranch: fc.boolean(),
  allowForkSyncing: fc.boolean(),
  deployments: fc.option(fc.subarray(['production', 'staging'])),
});

/** What applies to `main`: no rule, one of its own, or a wildcard that covers it. */
export const rules: fc.Arbitrary<BranchRule | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: protections.map((held) => exactRule(held)), weight: 4 },
  { arbitrary: protections.map((held) => wildcardRule(held)), weight: 3 },
);

const checks: fc.Arbitrary<readonly WantedCheck[]> = fc.array(
  fc.record({
    name: fc.oneof(
      context.map((name) => ({ context: name })),
      context.map((name) => ({ check: name, workflow: null })),
    ),
    source: fc.option(source),
    when: fc.constantFrom('always' as const, 'always' as const, 'ready' as const),
    origin,
  }),
  { maxLength: 6 },
);

function sourced<T>(value: fc.Arbitrary<T>): fc.Arbitrary<{ readonly value: T; readonly origin: Origin }> {
  return fc.record({ value, origin });
}

/** Each setting managed or not, and asked for in any strength. */
const settings: fc.Arbitrary<Wanted['settings']> = fc
  .record({
    flags: fc.record(Object.fromEntries(FLAGS.map((flag) => [flag, managedOr(fc.boolean())]))),
    'reviews.count': managedOr(fc.integer({ min: 0, max: 6 })),
    deployments: managedOr(fc.subarray(['production', 'staging', 'canary'])),
    lists: fc.record(Object.fromEntries(ACTOR_LISTS.map((list) => [list, rarely(fc.subarray(NAMED))]))),
  })
  .map(({ flags, lists, ...others }) => asking({ ...flags, ...lists, ...others }));

function managedOr<T>(value: fc.Arbitrary<T>): fc.Arbitrary<From<T> | null> {
  return fc.option(sourced(value), { freq: 1 });
}

function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<From<T> | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: sourced(value), weight: 1 });
}

/** Policies that ask something of the repository. */
export const policies: fc.Arbitrary<Wanted> = fc.record({
  exempt: fc.constant(null),
  mode: sourced(fc.constantFrom('enforce' as const, 'monitor' as const)),
  branches: fc.constant([{ value: 'main', origin: null }]),
  via: fc.constant({ value: 'classic' as const, origin: null }),
  extras: fc.constant({ value: 'keep' as const, origin: null }),
  checks,
  optional: fc.constant([]),
  bridge: sourced(fc.boolean()),
  settings,
  pause: fc.constant(wanted().pause),
  contention: fc.constant(wanted().contention),
  overrides: fc.constant(wanted().overrides),
  guard: fc.constant(wanted().guard),
});

/** Words as somebody would choose them who wants to break a report or to be noticed through it. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@acme/everyone',
        '@octocat',
        'a@b.example',
        '#1',
        'acme/api#12',
        'www.example.org',
        'https://example.org',
        '|',
        '\\',
        '\\|',
        '`',
        '``',
        '\n',
        '\r\n',
        '\n\n# ',
        '\u2028',
        '\u202e',
        '\u200b',
        '\u0000',
        '\ud800',
        '<!--',
        '-->',
        '<img src=x onerror=alert(1)>',
        '&#64;octocat',
        '&commat;octocat',
        '[x](javascript:alert(1))',
        '![x](https://example.org/x.png)',
        '**',
        '__',
        '~~~',
        '$a$',
        ':tada:',
        '| --- |',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
