import type { ProtectionSettings, Simulator } from '#simulator';
import { WORKFLOWS } from './workflows.ts';

/** The App as the simulated GitHub knows it. */
export const APP = { appId: 4711, appSlug: 'mainstay' };

export type World = Simulator['world'];

/** What each repository is there to show, in the order of the table. */
export const CAST: ReadonlyMap<string, string> = new Map([
  ['acme/.github', 'where a policy would be'],
  ['acme/website', 'fine as it is'],
  ['acme/search', 'fine, checks pinned by hand'],
  ['acme/api', 'never protected'],
  ['acme/design-system', 'never protected, public'],
  ['acme/payments', 'loosened by hand'],
  ['acme/billing', 'force pushes allowed'],
  ['acme/mobile', 'a rule for *, 2 reviews'],
  ['acme/data-pipeline', 'a matrix of tests'],
  ['acme/handbook', 'no workflow at all'],
  ['acme/prototype', 'empty'],
  ['acme/old-portal', 'archived'],
  ['watchers/.github', 'a policy: only monitor'],
  ['watchers/shop', 'only monitored'],
  ['hobby/diary', 'private, on a free plan'],
  ['careful/lab', 'a permission not granted'],
]);

export const ORGANISATIONS = ['acme', 'watchers', 'hobby', 'careful'] as const;
/** What `careful` granted: all but `administration`. */
const GRANTED = { metadata: 'read', checks: 'write', contents: 'read', issues: 'write' } as const;

/** GitHub Actions, as a source of checks. */
export const ACTIONS = 15368;
/** What the built-in policy asks for. */
export const FIVE = ['test', 'lint', 'security', 'build', 'validate-migrations'];
const BY = { by: 'olivia' };

/** Four organisations before Mainstay comes: olivia owns them, rob administers some repositories, marco maintains one, devi develops. */
export function buildWorld(world: World): void {
  addOrganisations(world);
  for (const name of CAST.keys()) addRepository(world, name);
  setRules(world);
  world.archive('acme/old-portal', BY);
  for (const name of CAST.keys()) world.setRole(name, { who: 'rob', role: 'admin' });
  world.setRole('acme/api', { who: 'marco', role: 'maintain' });
  world.setRole('acme/api', { who: 'devi', role: 'write' });
  world.openIssue('acme/api', { title: 'Is main protected?', by: 'devi' });
}

/** The owner installs the App everywhere; one organisation grants less than it asks for. */
export function installEverywhere(world: World): void {
  for (const organisation of ORGANISATIONS) {
    const permissions = organisation === 'careful' ? { permissions: GRANTED } : {};
    world.installApp(organisation, { ...BY, ...permissions });
  }
}

function addOrganisations(world: World): void {
  const members = { olivia: 'admin', rob: 'member', marco: 'member', devi: 'member' } as const;
  for (const organisation of ORGANISATIONS) {
    world.addOrganisation(organisation, { members, plan: organisation === 'hobby' ? 'free' : 'team' });
  }
}

function addRepository(world: World, name: string): void {
  const visibility = name === 'acme/design-system' ? 'public' : 'private';
  const from = name === 'acme/prototype' ? 'empty' : { files: filesOf(name) };
  world.createRepository(name, { ...BY, visibility, from });
}

function filesOf(name: string): Readonly<Record<string, string>> {
  const readme = { 'README.md': `# ${name}\n` };
  if (name === 'watchers/.github')
    return { ...readme, '.github/mainstay.yml': 'version: 1\nmode: monitor\n' };
  if (name.endsWith('/.github') || name === 'acme/handbook') return readme;
  const workflow = name === 'acme/data-pipeline' ? WORKFLOWS.matrix : WORKFLOWS.plain;
  return { ...readme, '.github/workflows/ci.yml': workflow };
}

function setRules(world: World): void {
  rule(world, 'acme/website', { checks: required(FIVE), adminsEnforced: true });
  rule(world, 'acme/search', { checks: required(FIVE, ACTIONS), adminsEnforced: true });
  rule(world, 'acme/payments', { checks: required(['test', 'lint']) });
  rule(world, 'acme/billing', {
    checks: { ...required(FIVE), strict: true },
    adminsEnforced: true,
    forcePushes: true,
  });
  rule(world, 'acme/data-pipeline', {
    checks: required(['test (3.12)', 'test (3.13)']),
    linearHistory: true,
  });
  world.setProtection('acme/mobile', {
    pattern: '*',
    ...BY,
    set: { reviews: { ...REVIEWS, count: 2 }, signatures: true },
  });
}

const NOBODY = { users: [], teams: [], apps: [] };
export const REVIEWS: NonNullable<ProtectionSettings['reviews']> = {
  count: 1,
  dismissStale: true,
  codeOwners: true,
  lastPushApproval: false,
  dismissal: null,
  bypass: NOBODY,
};

function rule(world: World, name: string, set: Partial<ProtectionSettings>): void {
  world.setProtection(name, { pattern: 'main', ...BY, set });
}

/** @param appId null: any source */
function required(
  contexts: readonly string[],
  appId: number | null = null,
): ProtectionSettings['checks'] & {} {
  return { strict: false, checks: contexts.map((context) => ({ context, appId })) };
}
