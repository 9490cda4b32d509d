import fc from 'fast-check';

/** A policy as its writer thinks of it: keys of the language with their values; absent keys are not written. */
export type Draft = Readonly<Record<string, unknown>>;

const checkName = fc.constantFrom('test', 'lint', 'build', 'Übersetzen (3.8)', 'ci: all', '#1', 'it is "it"');
const source = fc.constantFrom<unknown[]>('any', 'github-actions', 15368, 1, 4242);
const check = fc.oneof(
  checkName,
  fc.record(
    {
      check: checkName,
      workflow: fc.constantFrom('ci.yml', 'a b.yaml'),
      source,
      when: fc.constantFrom('always', 'ready'),
    },
    { requiredKeys: ['check'] },
  ),
  fc.record({ context: checkName, source }, { requiredKeys: ['context'] }),
);
const branches = fc.uniqueArray(fc.constantFrom('main', 'release/1.0', '~DEFAULT_BRANCH', 'déjà-vu', '2.x'), {
  minLength: 1,
});
const checks = fc.uniqueArray(check, { selector: nameOfEntry, maxLength: 6 });
const actors = fc.record(
  {
    users: fc.uniqueArray(fc.constantFrom('alice', 'bob'), { maxLength: 2 }),
    teams: fc.uniqueArray(fc.constantFrom('core', 'web'), { maxLength: 2 }),
    apps: fc.uniqueArray(fc.constantFrom('renovate'), { maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const reviews = fc
  .record(
    {
      required: fc.boolean(),
      count: fc.integer({ min: 0, max: 6 }),
      code_owners: fc.boolean(),
      last_push: fc.boolean(),
      dismissers: actors,
      bypassers: actors,
    },
    { requiredKeys: [] },
  )
  .filter((all) => Object.keys(all).length > 0);

const LAYER = {
  mode: fc.constantFrom('enforce', 'monitor'),
  via: fc.constantFrom('classic', 'ruleset', 'org-ruleset'),
  extras: fc.constantFrom('keep', 'remove'),
  replace: fc.oneof(
    fc.constant(true),
    fc.subarray(['branches', 'required_checks', 'push', 'force_push', 'deployments', 'reviews.bypassers']),
  ),
  branches,
  required_checks: checks,
  strict: fc.boolean(),
  include_admins: fc.boolean(),
  signatures: fc.boolean(),
  lock_branch: fc.boolean(),
  block_force_pushes: fc.boolean(),
  reviews,
  push: actors,
  force_push: actors,
  deployments: fc.uniqueArray(fc.constantFrom('staging', 'production')),
  bridge: fc.boolean(),
  pause: fc.record({
    by: fc.constantFrom('owner', 'admin', 'nobody'),
    max: fc.constantFrom('1h', '90m', '2d'),
  }),
  contention: fc.record({ times: fc.integer({ min: 2, max: 9 }), automation: fc.constantFrom([], ['bob']) }),
};
const ALLOW = ['strict', 'required_checks', 'reviews.count', 'reviews', 'push', 'extras', 'pause'];

/** What any part of a policy can say, without a mistake. */
export const anyLayer: fc.Arbitrary<Draft> = fc.record(LAYER, { requiredKeys: [] });

const anyBlock = fc
  .tuple(fc.constantFrom({ name: '*' }, { name: 'api' }, { fork: false }, { topics: ['backend'] }), anyLayer)
  .map(([match, layer]): Draft => ({ match, ...layer }));

/** Whole policies without a mistake in them. */
export const anyDraft: fc.Arbitrary<Draft> = fc.record(
  {
    ...LAYER,
    exempt: fc.subarray(['api', 'legacy-*', '*', 'Web?', '.github']),
    guard: fc.record({ max_repositories: fc.nat(100) }),
    overrides: fc.constantFrom<unknown[]>('none', 'tighten', { allow: ALLOW.slice(0, 2) }, { allow: ALLOW }),
    repositories: fc.array(anyBlock, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** Policies under which a repository may only tighten. */
export const anyStrictDraft: fc.Arbitrary<Draft> = anyDraft.map((draft) => {
  const { overrides, ...rest } = draft;
  return overrides === 'none' || overrides === 'tighten' ? draft : rest;
});

/** The draft as YAML in block style: a line for each key, and for each entry of a list. */
export function linesOf(draft: Draft): readonly string[] {
  return ['version: 1', ...Object.entries(draft).flatMap(([key, value]) => lines(key, value))];
}

/** The draft as a file's text. */
export function textOf(draft: Draft): string {
  return `${linesOf(draft).join('\n')}\n`;
}

/** A check's own name, narrowed as it is written. */
export function nameOfEntry(entry: unknown): string {
  if (typeof entry === 'string') return JSON.stringify([entry]);
  const { check: job, workflow, context } = entry as Readonly<Record<string, unknown>>;
  return JSON.stringify(context === undefined ? [job, workflow].filter(Boolean) : { context });
}

function lines(key: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return [`${key}: ${JSON.stringify(value)}`];
  return [`${key}:`, ...value.map((each) => `  - ${JSON.stringify(each)}`)];
}
