import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Counts, ProtectionSettings, Simulator } from '#simulator';
import { startHouse, type House, type HouseOptions } from '#kit/house';

type World = Simulator['world'];
type Repository = ReturnType<World['repository']>;
type CheckRun = Repository['checkRuns'] extends ReadonlyMap<number, infer Run> ? Run : never;
type Comment = ReturnType<World['comment']>;
type Plan = NonNullable<NonNullable<Parameters<World['addOrganisation']>[1]>['plan']>;
type NewRepository = Partial<Parameters<World['createRepository']>[1]>;

/** What a story needs: the house, the world in front of it, and how that world looks to people. */
export interface Story {
  readonly house: House;
  readonly github: Simulator;
  readonly world: World;
  settled(): Promise<void>;
  cost(act: () => unknown): Promise<Counts>;
  /** An organisation with Olivia who owns it, Mia, Walt, Rosa and Mallory. */
  organisation(login: string, options?: { readonly plan?: Plan }): void;
  /** A repository in which Mia maintains, Walt writes, Rosa reads and Mallory is an administrator. */
  repository(fullName: string, options?: NewRepository): Repository;
  /** What the rule of this very pattern says; null where there is none. */
  rule(fullName: string, pattern?: string): ProtectionSettings | null;
  /** The names of the required checks on a branch's own rule. */
  required(fullName: string, pattern?: string): readonly string[];
  /** Mainstay's check runs on a branch's head, the oldest first. */
  reports(fullName: string, branch?: string): readonly CheckRun[];
  /** The last one of them. Throws when there is none. */
  report(fullName: string, branch?: string): CheckRun;
  /** What Mainstay wrote under an issue or pull request. */
  replies(fullName: string, number: number): readonly string[];
  head(fullName: string, branch?: string): string;
}

export const FIVE = ['test', 'lint', 'security', 'build', 'validate-migrations'];
/** The part of a rule that the built-in policy asks for, as Mainstay sets it where there was none. */
export const AS_BUILT_IN = {
  checks: { strict: false, checks: FIVE.map((context) => ({ context, appId: null })) },
  adminsEnforced: true,
  forcePushes: false,
  deletions: false,
};
const ME = 'mainstay[bot]';

/**
 * Opens one house for the tests of a file. After each test, all that was exchanged with GitHub is held against GitHub's
 * own description, and nothing may have been logged as an error.
 */
export function openStory(options: HouseOptions = {}): Story {
  let house: House;
  beforeAll(async () => {
    house = await startHouse(options);
  });
  afterEach(async () => {
    await house.settled();
    expect(house.newViolations()).toEqual([]);
    expect(house.lines().filter(({ level }) => level >= 50)).toEqual([]);
  });
  afterAll(() => house.close());
  return {
    get house() {
      return house;
    },
    get github() {
      return house.github;
    },
    get world() {
      return house.github.world;
    },
    settled: () => house.settled(),
    cost: (act) => house.cost(act),
    ...viewOf(() => house.github.world),
  };
}

function viewOf(world: () => World): Omit<Story, 'house' | 'github' | 'world' | 'settled' | 'cost'> {
  function head(fullName: string, branch = 'main'): string {
    return world().repository(fullName).branches.get(branch) ?? '';
  }
  function reports(fullName: string, branch = 'main'): readonly CheckRun[] {
    const runs = [...world().repository(fullName).checkRuns.values()];
    return runs.filter((run) => run.name === 'mainstay' && run.headSha === head(fullName, branch));
  }
  function rule(fullName: string, pattern = 'main'): ProtectionSettings | null {
    const rules = [...world().repository(fullName).rules.values()];
    return rules.find((one) => one.pattern === pattern)?.settings ?? null;
  }
  return {
    head,
    reports,
    rule,
    organisation: (login, { plan = 'team' } = {}) => addOrganisation(world(), login, plan),
    repository: (fullName, options = {}) => addRepository(world(), fullName, options),
    required: (fullName, pattern) =>
      (rule(fullName, pattern)?.checks?.checks ?? []).map(({ context }) => context),
    report(fullName, branch) {
      const last = reports(fullName, branch).at(-1);
      if (last === undefined) throw new Error(`nothing is reported on ${fullName}`);
      return last;
    },
    replies: (fullName, number) =>
      (world().repository(fullName).issues.get(number)?.comments ?? [])
        .filter(({ author }) => author === ME)
        .map(({ body }) => body),
  };
}

function addOrganisation(world: World, login: string, plan: Plan): void {
  world.addOrganisation(login, {
    plan,
    members: { olivia: 'admin', mia: 'member', walt: 'member', rosa: 'member', mallory: 'member' },
  });
}

function addRepository(world: World, fullName: string, options: NewRepository): Repository {
  const repository = world.createRepository(fullName, { by: 'olivia', ...options });
  world.setRole(fullName, { who: 'mia', role: 'maintain' });
  world.setRole(fullName, { who: 'walt', role: 'write' });
  world.setRole(fullName, { who: 'rosa', role: 'read' });
  world.setRole(fullName, { who: 'mallory', role: 'admin' });
  return repository;
}

/** The reactions that Mainstay gave to a comment, in their order. */
export function reactionsTo({ reactions }: Comment): readonly string[] {
  return reactions.filter(({ author }) => author === ME).map(({ content }) => content);
}
