import type {
  BranchRule,
  BranchState,
  BypassActor,
  OwnRuleset,
  Plan,
  RulesetBody,
  RulesetInForce,
  Snapshot,
  Write,
} from '#model';
import { branchState, known, snapshot } from './builders.ts';
import { ruleAfter } from './rule-after.ts';

/** A small GitHub, as values: one repository's rules and rulesets. */
export type BranchWorld = {
  readonly branches: readonly WorldBranch[];
  /** The repository's ruleset `mainstay`. */
  readonly own: OwnRuleset | null;
  /** Rulesets of others, over all branches. */
  readonly others: readonly RulesetInForce[];
};

export type WorldBranch = {
  readonly name: string;
  /** Its own rule. */
  readonly exact: BranchRule | null;
  /** A rule that covers it where it has none of its own. */
  readonly wildcard: BranchRule | null;
};

/** The world once GitHub has made a plan's write. */
export function worldAfter(
  world: BranchWorld,
  { branch, write }: Pick<Plan, 'branch' | 'write'>,
): BranchWorld {
  if (write === null) return world;
  if (write.by === 'put-ruleset') return { ...world, own: { id: write.id ?? 77, body: write.ruleset } };
  if (write.by === 'delete-ruleset') return { ...world, own: null };
  const branches = world.branches.map((one) => (one.name === branch ? branchAfter(one, write) : one));
  return { ...world, branches };
}

function branchAfter(branch: WorldBranch, write: Write): WorldBranch {
  if (write.by === 'delete-rule') {
    if (branch.exact?.id !== write.rule) throw new Error('Could not resolve to a node with that id');
    return { ...branch, exact: null };
  }
  return { ...branch, exact: ruleAfter(branch.exact ?? branch.wildcard, write) };
}

/** What Mainstay sees of it. */
export function seen(world: BranchWorld): Snapshot {
  return snapshot({
    branches: world.branches.map((one) => stateOf(world, one)),
    ownRuleset: known(world.own),
  });
}

function stateOf(world: BranchWorld, { name, exact, wildcard }: WorldBranch): BranchState {
  return branchState(exact ?? wildcard, { name, rulesets: known(inForce(world, name)) });
}

/** The rulesets in force on a branch, Mainstay's own among them where it is active and covers it. */
export function inForce({ own, others }: BranchWorld, branch: string): readonly RulesetInForce[] {
  if (own?.body.enforcement !== 'active' || !covers(own.body, branch)) return others;
  const { id, body } = own;
  const bypass = body.bypass === 'notVisible' ? body.bypass : body.bypass.map(actorOf);
  const source = { kind: 'repository', name: 'acme/api' } as const;
  return [...others, { id, name: body.name, source, rules: body.rules, bypass }];
}

function covers({ conditions }: RulesetBody, branch: string): boolean {
  const { include, exclude } = conditions['ref_name'] as { include: string[]; exclude: string[] };
  const names = [`refs/heads/${branch}`, '~ALL', ...(branch === 'main' ? ['~DEFAULT_BRANCH'] : [])];
  return include.some((name) => names.includes(name)) && !exclude.some((name) => names.includes(name));
}

const KINDS: Readonly<Record<string, BypassActor['kind']>> = {
  RepositoryRole: 'role',
  OrganizationAdmin: 'organisation_admin',
  Team: 'team',
  Integration: 'app',
};

function actorOf(raw: Readonly<Record<string, unknown>>): BypassActor {
  const id = typeof raw['actor_id'] === 'number' ? raw['actor_id'] : null;
  return { kind: KINDS[String(raw['actor_type'])] ?? 'user', id, mode: 'always' };
}
