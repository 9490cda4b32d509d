import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RulesetInForce } from '#model';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
});
afterEach(async () => expect(await closed(here)).toEqual([]));

const CHECKS = {
  type: 'required_status_checks',
  parameters: {
    strict_required_status_checks_policy: true,
    required_status_checks: [{ context: 'test', integration_id: 15368 }, { context: 'lint' }],
  },
};
const REVIEWS = {
  type: 'pull_request',
  parameters: {
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: true,
    require_last_push_approval: false,
    required_approving_review_count: 2,
    required_review_thread_resolution: true,
  },
};
const DEPLOYMENTS = {
  type: 'required_deployments',
  parameters: { required_deployment_environments: ['production'] },
};
const UPDATE = { type: 'update', parameters: { update_allows_fetch_and_merge: true } };
const OWNER = { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' };
const ROLE = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' };

function grant(permissions: Readonly<Record<string, 'read' | 'write'>>): void {
  here.simulator.world.changePermissions('acme', {
    by: 'olga',
    permissions: { contents: 'read', administration: 'write', merge_queues: 'read', ...permissions },
  });
  here.github.forget(here.installation);
}

function rule(source: string, name: string, set: { rules?: object[]; bypassActors?: object[] } = {}) {
  const { rules = [{ type: 'deletion' }], bypassActors = [] } = set;
  return here.simulator.world.editRuleset(source, {
    name,
    by: 'olga',
    set: { rules: rules as never, bypassActors: bypassActors as never },
  });
}

async function mainOf() {
  const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });
  const main = read.known ? read.value.branches[0] : undefined;
  if (!main) throw new Error('no main');
  return main;
}

async function inForce(): Promise<readonly RulesetInForce[]> {
  const { rulesets } = await mainOf();
  if (!rulesets.known) throw new Error(rulesets.why.detail);
  return rulesets.value;
}

async function sweep() {
  const since = here.simulator.exchanges.length;
  const read = [];
  for await (const page of here.doors.reader.sweep({ org: 'acme', branches: ['main'], from: null })) {
    read.push(...page.found.map(({ reading }) => reading));
  }
  const cost = here.simulator.count({ since }).total;
  const found = read.flatMap((one) => (one.known ? one.value.branches : []));
  return { cost, rulesets: found.flatMap(({ rulesets }) => (rulesets.known ? rulesets.value : [])) };
}

describe('the rulesets in force on a branch', () => {
  test('are read with the rest, in one request, in the words of the REST API', async () => {
    const { id } = rule('acme/api', 'strict', {
      rules: [CHECKS, REVIEWS, DEPLOYMENTS, UPDATE, { type: 'deletion' }, { type: 'file_of_the_future' }],
    });
    await here.doors.reader.access();
    const since = here.simulator.exchanges.length;

    const [strict] = await inForce();

    expect(here.simulator.count({ since }).total).toBe(1);
    expect(strict).toMatchObject({ id, name: 'strict', source: { kind: 'repository', name: 'acme/api' } });
    expect(new Set(strict?.rules)).toEqual(
      new Set([CHECKS, REVIEWS, DEPLOYMENTS, UPDATE, { type: 'deletion' }, { type: 'file_of_the_future' }]),
    );
  });

  test('are told apart by whose they are, and only those that bind', async () => {
    rule('acme/api', 'ours');
    rule('acme', 'house');
    const { world } = here.simulator;
    world.editRuleset('acme/api', { name: 'tried', by: 'olga', set: { enforcement: 'evaluate' } });
    world.editRuleset('acme/api', { name: 'off', by: 'olga', set: { enforcement: 'disabled' } });

    const found = await inForce();

    expect(new Map(found.map(({ name, source }) => [name, source]))).toEqual(
      new Map([
        ['ours', { kind: 'repository', name: 'acme/api' }],
        ['house', { kind: 'organisation', name: 'acme' }],
      ]),
    );
  });

  test('are none on a branch that none is about, and on one that does not exist', async () => {
    const { rulesets, mergeQueue } = await mainOf();

    expect(rulesets).toEqual({ known: true, value: [] });
    expect(mergeQueue).toBe(false);
  });

  test('are unknown where there are more rules than were shown', async () => {
    rule('acme/api', 'long', {
      rules: Array.from({ length: 101 }, () => ({ type: 'deletion' })),
    });

    const { rulesets, rule: classic } = await mainOf();

    expect(rulesets).toMatchObject({ known: false, why: { code: 'read_incomplete' } });
    expect(classic).toEqual({ known: true, value: null });
  });
});

describe('who may bypass a ruleset', () => {
  test('is shown to whoever may write it, by kind', async () => {
    const { world } = here.simulator;
    world.addPerson('piet');
    const team = world.addTeam('acme/core', ['piet']);
    rule('acme/api', 'ours', {
      bypassActors: [
        OWNER,
        ROLE,
        { actor_id: team.id, actor_type: 'Team', bypass_mode: 'always' },
        { actor_id: 4711, actor_type: 'Integration', bypass_mode: 'exempt' },
        { actor_id: null, actor_type: 'DeployKey', bypass_mode: 'always' },
        { actor_id: 9, actor_type: 'User', bypass_mode: 'always' },
      ],
    });

    const [ours] = await inForce();

    expect(ours?.bypass).toEqual([
      { kind: 'organisation_admin', id: null, mode: 'always' },
      { kind: 'role', id: 5, mode: 'pull_request' },
      { kind: 'team', id: team.id, mode: 'always' },
      { kind: 'app', id: 4711, mode: 'exempt' },
      { kind: 'deploy_key', id: null, mode: 'always' },
      { kind: 'user', id: null, mode: 'always' },
    ]);
  });

  test.each([
    { of: 'a repository, with administration', source: 'acme/api', permissions: {}, bypass: [] },
    {
      of: 'a repository, read only',
      source: 'acme/api',
      permissions: { administration: 'read' },
      bypass: 'notVisible',
    },
    {
      of: 'an organisation, without its administration',
      source: 'acme',
      permissions: {},
      bypass: 'notVisible',
    },
    {
      of: 'an organisation, with its administration',
      source: 'acme',
      permissions: { organization_administration: 'write' },
      bypass: [],
    },
  ] as const)('is nobody only where that can be seen: of $of', async ({ source, permissions, bypass }) => {
    rule(source, 'one');
    grant(permissions);

    const [one] = await inForce();
    const [swept] = (await sweep()).rulesets;
    const [byRest] = await restInForce();

    expect([one?.bypass, swept?.bypass, byRest?.bypass]).toEqual([bypass, bypass, bypass]);
  });

  test('more than a page of them is not taken for all', async () => {
    const bypassActors = Array.from({ length: 21 }, (_, at) => ({
      actor_id: at + 1,
      actor_type: 'Team',
      bypass_mode: 'always',
    }));
    rule('acme/api', 'ours', { bypassActors });

    expect((await inForce())[0]?.bypass).toBe('notVisible');
  });
});

describe('a sweep', () => {
  beforeEach(() => {
    for (const name of ['web', 'docs', 'shop']) {
      here.simulator.world.createRepository(`acme/${name}`, { by: 'olga', visibility: 'public' });
    }
    grant({ organization_administration: 'write' });
  });

  test('without rulesets asks for none', async () => {
    await here.doors.reader.access();

    expect((await sweep()).cost).toBe(1);
  });

  test("asks once who bypasses the organisation's ruleset, whatever the repositories", async () => {
    rule('acme', 'house', { bypassActors: [OWNER] });
    await here.doors.reader.access();

    const { cost, rulesets } = await sweep();

    expect(cost).toBe(2);
    expect(rulesets.map(({ bypass }) => bypass)).toEqual(
      Array.from({ length: 4 }, () => [{ kind: 'organisation_admin', id: null, mode: 'always' }]),
    );
  });

  test('does not go by what an earlier one saw', async () => {
    rule('acme', 'house', { bypassActors: [OWNER] });
    await sweep();
    rule('acme', 'house', { bypassActors: [] });

    const { rulesets } = await sweep();

    expect(rulesets.map(({ bypass }) => bypass)).toEqual([[], [], [], []]);
  });

  test('does not ask for what GitHub would not show', async () => {
    grant({});
    rule('acme', 'house');
    await here.doors.reader.access();

    const { cost, rulesets } = await sweep();

    expect(cost).toBe(1);
    expect(rulesets.map(({ bypass }) => bypass)).toEqual([
      'notVisible',
      'notVisible',
      'notVisible',
      'notVisible',
    ]);
  });
});

async function restInForce() {
  const read = await here.doors.reader.rulesInForce(API, 'main');
  if (!read.known) throw new Error(read.why.detail);
  return read.value;
}

describe('the REST view of what is in force', () => {
  beforeEach(() => {
    here.simulator.world.addEnterprise('globe', { organisations: ['acme'] });
  });

  test('holds the rulesets of an enterprise as well, whose bypass nobody sees', async () => {
    const { id } = rule('enterprises/globe', 'world', { rules: [CHECKS] });

    const found = await restInForce();

    expect(await inForce()).toEqual([]);
    expect(found).toEqual([
      {
        id,
        name: 'world',
        source: { kind: 'enterprise', name: 'globe' },
        rules: [CHECKS],
        bypass: 'notVisible',
      },
    ]);
  });

  test('says the same of the others as the query does', async () => {
    rule('acme/api', 'ours', { rules: [REVIEWS, UPDATE], bypassActors: [ROLE] });
    rule('acme', 'house', { rules: [CHECKS] });

    const found = await restInForce();

    const graph = await inForce();
    expect(found.map(({ name }) => name)).toEqual(['ours', 'house']);
    expect(new Set(found)).toEqual(new Set(graph.map((one) => ({ ...one, rules: one.rules.toReversed() }))));
  });

  test('is read to its end', async () => {
    rule('acme/api', 'long', { rules: Array.from({ length: 130 }, () => ({ type: 'deletion' })) });

    expect((await restInForce())[0]?.rules).toHaveLength(130);
  });

  test('is unknown on a plan that offers none, with the reason', async () => {
    const { world } = here.simulator;
    world.addOrganisation('small', { plan: 'free', members: { olga: 'admin' } });
    world.createRepository('small/secret', { by: 'olga', visibility: 'private' });
    const { id } = world.installApp('small', { by: 'olga' });

    const read = await here.github
      .installation(id)
      .reader.rulesInForce({ owner: 'small', name: 'secret' }, 'main');

    expect(read).toMatchObject({ known: false, why: { code: 'upgrade_or_public_required' } });
  });
});

describe('the points that a look costs', () => {
  /** What GitHub took for the newest GraphQL query. */
  function pointsSince(since: number): number {
    const used = here.simulator.exchanges
      .slice(since)
      .map(({ responseHeaders }) => Number(responseHeaders['x-ratelimit-used']));
    return (used.at(-1) ?? 0) - (used.at(0) ?? 0);
  }

  test('are about one for each branch, and for a sweep one for each page of repositories', async () => {
    const { reader } = here.doors;
    const branches = ['main', '~DEFAULT_BRANCH'];
    await mainOf();
    const since = here.simulator.exchanges.length - 1;

    await mainOf();
    const one = pointsSince(since);
    await reader.repository({ repo: API, branches });
    const two = pointsSince(since) - one;
    for await (const { found } of reader.sweep({ org: 'acme', branches, from: null })) {
      expect(found).toHaveLength(1);
    }
    const many = pointsSince(since) - one - two;

    expect([one, two, many]).toEqual([1, 2, 2]);
  });
});

describe('a merge queue', () => {
  beforeEach(() => {
    here.simulator.world.setProtection('acme/api', { pattern: 'main', by: 'olga', set: {} });
  });

  test('is seen before the branch that has one', async () => {
    here.simulator.world.setMergeQueue('acme/api', { branch: 'main', on: true, by: 'olga' });

    const read = await here.doors.reader.repository({ repo: API, branches: ['main', '~DEFAULT_BRANCH'] });

    expect(read).toMatchObject({ known: true, value: { branches: [{ name: 'main', mergeQueue: true }] } });
  });

  test('that GitHub does not show counts as one, and hides nothing else', async () => {
    here.simulator.world.changePermissions('acme', {
      by: 'olga',
      permissions: { contents: 'read', administration: 'write' },
    });

    const main = await mainOf();

    expect(main).toMatchObject({ mergeQueue: true, rule: { known: true } });
  });
});
