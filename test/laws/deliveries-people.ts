import fc from 'fast-check';
import type { ProtectionSettings, Simulator } from '#simulator';
import { ACTIONS, BUILT_IN_CHECKS } from '#kit/builders';

/** What one person does to one repository; an archived one can only be given back. */
export type Act = { readonly repo: string; readonly kind: Kind };
export const REPOSITORIES = ['api', 'web'];

const KINDS = [
  'removes a check',
  'switches the checks off',
  'switches administrators off',
  'allows force pushes and deletion',
  'deletes the rule',
  'requires a check more',
  'requires branches to be up to date',
  'requires two reviews',
  'pins a check to GitHub Actions',
  'pushes',
  'asks for a look',
  'archives',
  'unarchives',
] as const;
type Kind = (typeof KINDS)[number];

/** What people set meets what they loosen more often than not. */
const OFTEN: readonly Kind[] = ['removes a check', 'requires a check more', 'pins a check to GitHub Actions'];

export const acts: fc.Arbitrary<Act> = fc.record({
  repo: fc.constantFrom('api', 'api', 'web'),
  kind: fc.constantFrom(...KINDS, ...OFTEN, ...OFTEN),
});

/** Those after which less is protected than before. */
export const LOOSENING: ReadonlySet<Kind> = new Set<Kind>([
  'removes a check',
  'switches the checks off',
  'switches administrators off',
  'allows force pushes and deletion',
  'deletes the rule',
]);

type Set = (now: ProtectionSettings) => Partial<ProtectionSettings>;
type Checks = NonNullable<ProtectionSettings['checks']>;

const EXTRA = { context: 'e2e', appId: null };
const PINNED = { context: 'test', appId: ACTIONS };
const REVIEWS: NonNullable<ProtectionSettings['reviews']> = {
  count: 2,
  dismissStale: true,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
  bypass: { users: [], teams: [], apps: [] },
};

/** Each leads to the same settings whatever was set before in the other dimensions. */
const SETTINGS: Readonly<Partial<Record<Kind, Set>>> = {
  'removes a check': ({ checks }) => ({ checks: checks && without(checks, 'lint') }),
  'switches the checks off': () => ({ checks: null }),
  'switches administrators off': () => ({ adminsEnforced: false }),
  'allows force pushes and deletion': () => ({ forcePushes: true, deletions: true }),
  'requires a check more': ({ checks }) => ({ checks: withCheck(checks, EXTRA) }),
  'requires branches to be up to date': ({ checks }) => ({
    checks: { checks: checks?.checks ?? [], strict: true },
  }),
  'requires two reviews': () => ({ reviews: REVIEWS }),
  'pins a check to GitHub Actions': ({ checks }) => ({ checks: withCheck(checks, PINNED) }),
};

function without({ strict, checks }: Checks, context: string): Checks {
  return { strict, checks: checks.filter((check) => check.context !== context) };
}

function withCheck(checks: Checks | null, check: Checks['checks'][number]): Checks {
  const rest = checks === null ? [] : without(checks, check.context).checks;
  return { strict: checks?.strict ?? false, checks: [...rest, check] };
}

/** The same organisation again and again: whoever lives in it, its repositories and their one issue. */
export function createOrganisation({ world }: Simulator, org: string): void {
  world.addOrganisation(org, { members: { [`${org}-owner`]: 'admin' } });
  for (const name of REPOSITORIES) {
    world.createRepository(`${org}/${name}`, { by: `${org}-owner`, visibility: 'public' });
    world.openIssue(`${org}/${name}`, { title: 'Protected?', by: `${org}-owner` });
  }
  world.installApp(org, { by: `${org}-owner` });
}

/** Does it, where GitHub lets people do it. */
export function act({ world }: Simulator, org: string, { repo, kind }: Act): void {
  const name = `${org}/${repo}`;
  const by = `${org}-owner`;
  const { archived, rules } = world.repository(name);
  if (kind === 'unarchives' && archived) world.unarchive(name, { by });
  if (archived) return;
  const set = SETTINGS[kind];
  if (set) world.setProtection(name, { pattern: 'main', by, set });
  if (kind === 'deletes the rule' && rules.size > 0) world.deleteProtection(name, { pattern: 'main', by });
  if (kind === 'pushes') world.push(name, { by, files: { 'code.txt': String(Math.random()) } });
  if (kind === 'asks for a look') world.comment(name, { number: 1, by, body: '/mainstay sync' });
  if (kind === 'archives') world.archive(name, { by });
}

/** What a branch is held to, whoever set it and in whatever order. */
export type Held = {
  /** Sorted, each with its source: `test@15368`, `lint@any`. */
  readonly checks: readonly string[];
  readonly strict: boolean;
  readonly admins: boolean;
  readonly reviews: number;
  readonly forcePushes: boolean;
  readonly deletions: boolean;
};

export function heldTo({ world }: Simulator, org: string, repo: string): Held {
  const [rule] = world.repository(`${org}/${repo}`).rules.values();
  return rule ? heldBy(rule.settings) : NOT_HELD;
}

const NOT_HELD: Held = {
  checks: [],
  strict: false,
  admins: false,
  reviews: 0,
  forcePushes: true,
  deletions: true,
};

function heldBy({ checks, reviews, adminsEnforced, forcePushes, deletions }: ProtectionSettings): Held {
  const required = checks?.checks ?? [];
  return {
    checks: required.map(({ context, appId }) => `${context}@${appId ?? 'any'}`).sort(),
    strict: checks?.strict ?? false,
    admins: adminsEnforced,
    reviews: reviews?.count ?? 0,
    forcePushes,
    deletions,
  };
}

/** What people asked for beyond the policy and did not take back themselves, with what the policy asks for. */
export function heldByPeople(all: readonly Act[], repo: string): Held {
  let held: Held = BY_POLICY;
  let archived = false;
  for (const { kind } of all.filter((one) => one.repo === repo)) {
    if (!archived || kind === 'unarchives') held = afterAct(held, kind);
    archived = kind === 'archives' || (archived && kind !== 'unarchives');
  }
  return held;
}

const BY_POLICY: Held = {
  checks: BUILT_IN_CHECKS.map((context) => `${context}@any`).sort(),
  strict: false,
  admins: true,
  reviews: 0,
  forcePushes: false,
  deletions: false,
};

function afterAct(held: Held, kind: Kind): Held {
  switch (kind) {
    case 'deletes the rule':
      return BY_POLICY;
    case 'switches the checks off':
      return { ...held, checks: BY_POLICY.checks, strict: false };
    case 'requires a check more':
      return { ...held, checks: [...new Set([...held.checks, 'e2e@any'])].sort() };
    case 'pins a check to GitHub Actions':
      return { ...held, checks: held.checks.map((one) => one.replace('test@any', `test@${ACTIONS}`)).sort() };
    case 'requires branches to be up to date':
      return { ...held, strict: true };
    case 'requires two reviews':
      return { ...held, reviews: 2 };
    default:
      return held;
  }
}

export function repliesIn({ world }: Simulator, org: string): number {
  return REPOSITORIES.flatMap(
    (name) => world.repository(`${org}/${name}`).issues.get(1)?.comments ?? [],
  ).filter(({ author }) => author === 'mainstay[bot]').length;
}
