import type { ProtectionSettings, Simulator } from '#simulator';
import { BUILT_IN_CHECKS } from '#kit/builders';
import {
  filesOf,
  jobsIn,
  LAST_STEP,
  OWN_POLICY,
  POLICY_FILE,
  policyText,
  WORKFLOW_FILE,
  workflowText,
  type Repository,
} from '#kit/asked';
import type { Random } from '#kit/random';

/** What somebody did, and to which repositories: to all of them by the organisation's policy. */
export type Deed = { readonly what: string; readonly to: Repository | 'all' };

/** An organisation full of people who do as they like. */
export interface People {
  /** The step of the organisation's policy that was last pushed whole. */
  step(): number;
  /** Somebody does something somewhere. */
  act(): Deed;
  /** Somebody mends the organisation's policy file. */
  mend(): Deed;
}

export const ORG = 'acme';
const OWNERS = ['olivia', 'oscar'] as const;
const HOME = `${ORG}/.github`;

/** Lives in `organisation` from now on: so many repositories, some with a workflow, and none protected. */
export function settlePeople(github: Simulator, random: Random, count: number): People {
  const { world } = github;
  world.addOrganisation(ORG, { members: { olivia: 'admin', oscar: 'admin' } });
  const files = { [POLICY_FILE]: policyText(0) };
  world.createRepository(HOME, { by: 'olivia', visibility: 'public', from: { files } });
  const town: Town = { github, random, step: 0, made: 0 };
  for (let index = 0; index < count; index += 1) found(town);
  return {
    step: () => town.step,
    act: () => chooseAct(town),
    mend: () => pushPolicy(town, LAST_STEP),
  };
}

type Town = {
  readonly github: Simulator;
  readonly random: Random;
  step: number;
  /** Counts names, so that none comes twice. */
  made: number;
};
type At = { readonly name: string; readonly by: string; readonly repository: Repository };
type Do = (town: Town, at: At) => Deed | null;

/** Each with its weight. A deed that nobody can do there is null, and another is done. */
const DEEDS: readonly (readonly [number, Do])[] = [
  [16, loosen],
  [4, deleteRule],
  [6, tighten],
  [2, protectByPattern],
  [4, editRuleset],
  [4, pushCode],
  [4, renameJob],
  [2, (town) => found(town)],
  [2, rename],
  [2, archive],
  [4, unarchive],
  [3, changeDefaultBranch],
  [1, (town) => pushPolicy(town, Math.min(town.step + town.random.below(2), LAST_STEP))],
  [1, breakPolicy],
  [1, (town, at) => pushOwnPolicy(town, at, OWN_POLICY)],
  [1, (town, at) => pushOwnPolicy(town, at, town.random.pick(BROKEN))],
  [3, comment],
];
const WEIGHT = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

function chooseAct(town: Town): Deed {
  const { random, github } = town;
  for (;;) {
    const by = random.pick(OWNERS);
    const all = [...github.state.repositories.values()].filter(({ name }) => name !== '.github');
    const repository = all[random.below(all.length)];
    const chosen = weighed(random.next() * WEIGHT);
    if (repository === undefined || (repository.archived && chosen !== unarchive)) continue;
    const deed = chosen(town, { by, repository, name: `${ORG}/${repository.name}` });
    if (deed !== null) return { ...deed, what: `${by}: ${deed.what}` };
  }
}

function weighed(at: number): Do {
  let left = at;
  for (const [weight, deed] of DEEDS) {
    left -= weight;
    if (left < 0) return deed;
  }
  return pushCode;
}

type Checks = NonNullable<ProtectionSettings['checks']>;
type Reviews = NonNullable<ProtectionSettings['reviews']>;
type Change = (now: ProtectionSettings, random: Random) => Partial<ProtectionSettings>;

const REVIEWS: Reviews = {
  count: 2,
  dismissStale: true,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
  bypass: { users: [], teams: [], apps: [] },
};

const LOOSER: readonly [Change, ...Change[]] = [
  ({ checks }, random) => ({ checks: checks && without(checks, random) }),
  () => ({ checks: null }),
  ({ checks }) => ({ checks: checks && { ...checks, strict: false } }),
  () => ({ adminsEnforced: false }),
  () => ({ forcePushes: true }),
  () => ({ bypassForcePush: { users: ['oscar'], teams: [], apps: [] } }),
  () => ({ deletions: true }),
  () => ({ linearHistory: false }),
  () => ({ conversationResolution: false }),
  () => ({ signatures: false }),
  () => ({ reviews: null }),
  ({ reviews }) => ({ reviews: reviews && { ...reviews, count: 0 } }),
  ({ reviews }) => ({ reviews: reviews && { ...reviews, dismissStale: false } }),
];

const STRICTER: readonly [Change, ...Change[]] = [
  ({ checks }) => ({ checks: withCheck(checks, { context: 'e2e', appId: null }) }),
  ({ checks }) => ({ checks: withCheck(checks, { context: 'test', appId: 15368 }) }),
  ({ checks }) => ({ checks: { checks: checks?.checks ?? [], strict: true } }),
  ({ reviews }) => ({ reviews: reviews ?? REVIEWS }),
  () => ({ linearHistory: true }),
  () => ({ signatures: true }),
  () => ({ conversationResolution: true }),
  () => ({ deployments: ['production'] }),
];

function without({ strict, checks }: Checks, random: Random): Checks {
  const gone = random.below(checks.length);
  return { strict, checks: checks.filter((_, index) => index !== gone) };
}

function withCheck(checks: Checks | null, check: Checks['checks'][number]): Checks {
  const rest = (checks?.checks ?? []).filter(({ context }) => context !== check.context);
  return { strict: checks?.strict ?? false, checks: [...rest, check] };
}

function loosen(town: Town, at: At): Deed | null {
  const { rules, defaultBranch } = at.repository;
  if (![...rules.values()].some(({ pattern }) => pattern === defaultBranch)) return null;
  return change(town, at, { by: 'loosens', to: town.random.pick(LOOSER) });
}

function tighten(town: Town, at: At): Deed {
  return change(town, at, { by: 'tightens', to: town.random.pick(STRICTER) });
}

function change(
  town: Town,
  { name, by, repository }: At,
  { by: verb, to }: { by: string; to: Change },
): Deed {
  const pattern = repository.defaultBranch;
  const { settings } = town.github.world.setProtection(name, {
    pattern,
    by,
    set: (now) => to(now, town.random),
  });
  return { what: `${verb} ${name}: ${JSON.stringify(settings)}`, to: repository };
}

function deleteRule({ github, random }: Town, { name, by, repository }: At): Deed | null {
  const rules = [...repository.rules.values()];
  const rule = rules[random.below(rules.length)];
  if (rule === undefined) return null;
  github.world.deleteProtection(name, { pattern: rule.pattern, by });
  return { what: `deletes the rule ${rule.pattern} of ${name}`, to: repository };
}

function protectByPattern({ github }: Town, { name, by, repository }: At): Deed {
  const set = { linearHistory: true, adminsEnforced: true };
  github.world.setProtection(name, { pattern: '*', by, set });
  return { what: `protects all branches of ${name}`, to: repository };
}

function editRuleset({ github, random }: Town, { name, by, repository }: At): Deed {
  const there = [...repository.rulesets.values()].some((one) => one.name === 'house');
  if (there && random.next() < 0.5) github.world.deleteRuleset(name, { name: 'house', by });
  else {
    const rules = [{ type: 'deletion' }, ...(random.next() < 0.5 ? [{ type: 'non_fast_forward' }] : [])];
    github.world.editRuleset(name, { name: 'house', by, set: { rules } });
  }
  return { what: `changes the ruleset of ${name}`, to: repository };
}

function pushCode(town: Town, { name, by, repository }: At): Deed {
  town.made += 1;
  town.github.world.push(name, { by, files: { 'code.txt': String(town.made) } });
  return { what: `pushes to ${name}`, to: repository };
}

function renameJob(town: Town, { name, by, repository }: At): Deed {
  const { random, github } = town;
  town.made += 1;
  const id = random.pick(BUILT_IN_CHECKS as [string, ...string[]]);
  const jobs = { ...jobsIn(filesOf(repository).get(WORKFLOW_FILE) ?? ''), [id]: `${id} ${town.made}` };
  github.world.push(name, { by, files: { [WORKFLOW_FILE]: workflowText(jobs) } });
  return { what: `calls the job ${id} of ${name} ${String(jobs[id])}`, to: repository };
}

function found(town: Town): Deed {
  const { github, random } = town;
  town.made += 1;
  const name = `${ORG}/repo-${town.made}`;
  const workflow = workflowText({ test: 'test', lint: 'Lint' });
  const files = { 'README.md': name, ...(random.next() < 0.5 ? { [WORKFLOW_FILE]: workflow } : {}) };
  const visibility = random.pick(['public', 'private'] as const);
  const to = github.world.createRepository(name, { by: 'olivia', visibility, from: { files } });
  github.world.openIssue(name, { title: 'Protected?', by: 'olivia' });
  return { what: `creates ${name}`, to };
}

function rename(town: Town, { name, by, repository }: At): Deed {
  town.made += 1;
  const to = `repo-${town.made}`;
  town.github.world.renameRepository(name, { name: to, by });
  return { what: `renames ${name} to ${to}`, to: repository };
}

function archive({ github }: Town, { name, by, repository }: At): Deed {
  github.world.archive(name, { by });
  return { what: `archives ${name}`, to: repository };
}

function unarchive({ github }: Town, { name, by, repository }: At): Deed | null {
  if (!repository.archived) return null;
  github.world.unarchive(name, { by });
  return { what: `gives ${name} back`, to: repository };
}

function changeDefaultBranch({ github }: Town, { name, by, repository }: At): Deed {
  const branch = repository.defaultBranch === 'main' ? 'trunk' : 'main';
  if (!repository.branches.has(branch)) github.world.push(name, { by, branch, files: { 'new.txt': branch } });
  github.world.setDefaultBranch(name, { branch, by });
  return { what: `makes ${branch} the default branch of ${name}`, to: repository };
}

function pushPolicy(town: Town, step: number): Deed {
  town.step = step;
  town.made += 1;
  const text = `# ${town.made}\n${policyText(step)}`;
  town.github.world.push(HOME, { by: 'olivia', files: { [POLICY_FILE]: text } });
  return { what: `asks for step ${step} of the policy`, to: 'all' };
}

const BROKEN: readonly [string, ...string[]] = [
  'version: 2\n',
  'version: 1\nrequired_cheks: []\n',
  'version: 1\ninclude_admins: "no"\n',
  'version: 1\nrequired_checks: [',
  '\tversion: 1\n',
];

function breakPolicy({ github, random }: Town, { by }: At): Deed {
  github.world.push(HOME, { by, files: { [POLICY_FILE]: random.pick(BROKEN) } });
  return { what: 'breaks the policy', to: 'all' };
}

function pushOwnPolicy({ github }: Town, { name, by, repository }: At, text: string): Deed {
  github.world.push(name, { by, files: { [POLICY_FILE]: text } });
  return { what: `asks of ${name}: ${JSON.stringify(text)}`, to: repository };
}

function comment({ github, random }: Town, { name, by, repository }: At): Deed {
  const body = random.pick(['/mainstay sync', '/mainstay plan', '/mainstay help', '/mainstay nonsense']);
  github.world.comment(name, { number: 1, by, body });
  return { what: `says ${body} in ${name}`, to: repository };
}
