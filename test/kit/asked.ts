import type { Simulator } from '#simulator';
import { BUILT_IN_CHECKS } from '#kit/builders';
import { strengthOf } from '#kit/strength';

export type Repository = ReturnType<Simulator['world']['repository']>;

export const POLICY_FILE = '.github/mainstay.yml';
export const WORKFLOW_FILE = '.github/workflows/ci.yml';

/** One step of the organisation's policy: the lines that it adds to those of the steps before, and what they ask for. */
type Step = {
  readonly lines: readonly string[];
  readonly checks: readonly string[];
  /** By the names of `strength.ts`. */
  readonly atLeast: Readonly<Record<string, number>>;
};

const STEPS: readonly Step[] = [
  {
    lines: [
      'version: 1',
      'branches: ["~DEFAULT_BRANCH"]',
      'replace: [branches]',
      'guard: {max_repositories: 100000}',
      // People come back again and again here, and nobody has the time to wait for the pauses that earns them.
      'contention: {times: 100, within: 1h}',
    ],
    checks: BUILT_IN_CHECKS,
    atLeast: { administrators: 1, 'force pushes': 1, deletion: 1 },
  },
  { lines: ['linear_history: true'], checks: [], atLeast: { 'linear history': 1 } },
  {
    lines: ['strict: true', 'conversation_resolution: true'],
    checks: [],
    atLeast: { 'up to date': 1, conversations: 1 },
  },
  {
    lines: ['reviews: {count: 1, dismiss_stale: true}'],
    checks: [],
    atLeast: { 'pull requests': 1, approvals: 1, 'stale approvals': 1 },
  },
  {
    lines: ['required_checks: [audit]', 'signatures: true'],
    checks: ['audit'],
    atLeast: { signatures: 1 },
  },
];
export const LAST_STEP = STEPS.length - 1;

/** The organisation's policy file at a step; a later one only ever asks for more. */
export function policyText(step: number): string {
  return STEPS.slice(0, step + 1)
    .flatMap(({ lines }) => [...lines, ''])
    .join('\n');
}

/** A repository's own file that asks for one check more. */
export const OWN_POLICY = 'version: 1\nrequired_checks: [docs]\n';

/** A workflow with these jobs, by id, each with the name it reports under. */
export function workflowText(jobs: Readonly<Record<string, string>>): string {
  const all = Object.entries(jobs).map(
    ([id, name]) => `  ${id}:\n    name: ${name}\n    runs-on: ubuntu-latest\n    steps: [{run: "true"}]\n`,
  );
  return `on: [push, pull_request]\njobs:\n${all.join('')}`;
}

/** The jobs of such a workflow. */
export function jobsIn(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^ {2}(\S+):\n {4}name: (.+)$/gm);
  return Object.fromEntries([...found].map(([, id = '', name = '']) => [id, name]));
}

/** Where a repository is not as the policy of this step asks, in words; empty for one that nobody can write to. */
export function unlikePolicy(github: Simulator, repository: Repository, step: number): readonly string[] {
  const { owner, name, defaultBranch, archived } = repository;
  const holds = github.protectionOf(`${owner}/${name}`)[defaultBranch];
  if (archived || holds === undefined || !repository.branches.has(defaultBranch)) return [];
  const strength = strengthOf(holds);
  return Object.entries(askedOf(repository, step))
    .filter(([dimension, least]) => (strength.get(dimension) ?? 0) < least)
    .map(([dimension]) => `${owner}/${name}, ${defaultBranch}: ${dimension}`);
}

function askedOf(repository: Repository, step: number): Readonly<Record<string, number>> {
  const steps = STEPS.slice(0, step + 1);
  const atLeast: Record<string, number> = Object.assign({}, ...steps.map((one) => one.atLeast));
  // The policy's own repository never gets a check that no workflow there reports.
  if (repository.name === '.github') return { ...atLeast, 'up to date': 0 };
  const checks = Object.fromEntries(contextsAsked(repository, step).map((one) => [`check ${one}`, 1]));
  return { ...atLeast, ...checks };
}

/** The names that the required checks report under in this repository. */
export function contextsAsked(repository: Repository, step: number): readonly string[] {
  const files = filesOf(repository);
  const jobs = jobsIn(files.get(WORKFLOW_FILE) ?? '');
  const own = files.get(POLICY_FILE) === OWN_POLICY ? ['docs'] : [];
  const checks = [...STEPS.slice(0, step + 1).flatMap((one) => one.checks), ...own];
  return checks.map((check) => jobs[check] ?? check);
}

export function filesOf({ branches, commits, defaultBranch }: Repository): ReadonlyMap<string, string> {
  return commits.get(branches.get(defaultBranch) ?? '')?.files ?? new Map<string, string>();
}
