import type { BranchState, Known, Snapshot } from '#model';
import { observe, type ProtectionAnswer, type Reader, type Reading, type Recalled } from '#observe';
import { branchState, known, repoFacts } from '#kit/builders';

/** A GitHub in memory: what GraphQL shows of a repository, what REST answers for a branch, and the switch. */
export type World = {
  readonly reading: Known<Reading>;
  readonly protection?: ProtectionAnswer;
  readonly enforced?: boolean | null;
};

export type Seen = { readonly snapshot: Known<Snapshot>; readonly asked: readonly string[] };

export function reading(branch: BranchState, over: Partial<Reading> = {}): Reading {
  return {
    repo: repoFacts(),
    branches: [branch],
    organisationPolicy: known(null),
    policyRepositoryVisible: true,
    repositoryPolicy: known(null),
    ...over,
  };
}

/** Looks at a world, and says what was asked of GitHub besides the one query, in order. */
export async function look(world: World, recalled: Partial<Recalled> = {}): Promise<Seen> {
  const asked: string[] = [];
  const snapshot = await observe(readerOf(world, asked), {
    repo: repoFacts(),
    branches: ['main'],
    recall: () => Promise.resolve({ protectableAs: null, doubtEnforced: false, ...recalled }),
  });
  return { snapshot, asked };
}

/** The first branch of a snapshot. */
export function branchOf({ snapshot }: Seen): BranchState {
  return (
    (snapshot.known ? snapshot.value.branches[0] : undefined) ?? branchState(null, { name: 'not there' })
  );
}

function readerOf(world: World, asked: string[]): Reader {
  const { reading: answer, protection, enforced } = world;
  return {
    access: () => Promise.resolve({ installation: 7, permissions: {}, selection: 'all' }),
    repository: () => Promise.resolve(answer),
    sweep: () => unasked('all repositories'),
    pull: () => unasked('a pull request'),
    others: () => unasked('other Apps'),
    group: () => unasked('a group'),
    membership: () => unasked('a membership'),
    owners: () => unasked('owners'),
    orgProperties: () => unasked('all properties'),
    rulesInForce: () => unasked('the rules in force'),
    orgRuleset: () => unasked("the organisation's ruleset"),
    policyChange: () => unasked('the change of the policy'),
    properties: () => unasked('properties'),
    ownRuleset: () => unasked('the ruleset'),
    permission: () => unasked('permission'),
    protection: (repo, branch) => {
      asked.push(`protection of ${repo.owner}/${repo.name} ${branch}`);
      return protection ? Promise.resolve(protection) : unasked('protection');
    },
    enforced: (repo, branch) => {
      asked.push(`enforced on ${repo.owner}/${repo.name} ${branch}`);
      return enforced === undefined ? unasked('enforced') : Promise.resolve(enforced);
    },
  };
}

function unasked(what: string): never {
  throw new Error(`nothing here should ask for ${what}`);
}
