import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { BranchState } from '#model';
import { API } from './fixture.ts';
import { graphRepository, wire } from './wire.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

type Hole = { readonly type: string; readonly message: string; readonly path: readonly (string | number)[] };

function ruleset(set: object = {}) {
  return {
    id: 'RRS_1',
    databaseId: 1,
    name: 'ours',
    enforcement: 'ACTIVE',
    source: { __typename: 'Repository', nameWithOwner: 'acme/api' },
    bypassActors: { totalCount: 0, nodes: [] },
    ...set,
  };
}

function rule(set: object = {}) {
  return { type: 'DELETION', parameters: null, repositoryRuleset: ruleset(), ...set };
}

/** Main as an answer with these rules, and these errors under `rules`, shows it. */
async function mainOf(rules: unknown, path?: Hole['path']): Promise<BranchState> {
  const on = wire();
  const b0 = { ...(graphRepository(null).b0 as object), rules };
  const message = 'Resource not accessible by integration';
  const errors = path && [{ type: 'FORBIDDEN', message, path: ['repository', 'b0', 'rules', ...path] }];
  const data = { repository: graphRepository(null, { b0 }), policyRepository: null };
  on.api.post('/graphql').reply(200, errors ? { data, errors } : { data });
  const read = await on.doors.reader.repository({ repo: API, branches: ['main'] });
  const main = read.known ? read.value.branches[0] : undefined;
  if (!main) throw new Error('the branch was lost as well');
  return main;
}

const PULL_REQUEST = { type: 'PULL_REQUEST', parameters: null };

describe('rulesets that GitHub does not show whole', () => {
  test.each<[string, unknown, Hole['path'] | undefined]>([
    ['no list at all', null, undefined],
    ['a list that is not there', undefined, undefined],
    ['a list that was refused', null, []],
    ['a rule that is hidden', { totalCount: 1, nodes: [null] }, ['nodes', 0]],
    ['more rules than shown', { totalCount: 2, nodes: [rule()] }, undefined],
    [
      'a rule of nobody knows which ruleset',
      { totalCount: 1, nodes: [rule({ repositoryRuleset: null })] },
      undefined,
    ],
    ['reviews without their count', { totalCount: 1, nodes: [rule(PULL_REQUEST)] }, undefined],
    ['parameters that were refused', { totalCount: 1, nodes: [rule()] }, ['nodes', 0, 'parameters']],
    [
      'a number too large for GraphQL',
      { totalCount: 1, nodes: [rule({ repositoryRuleset: ruleset({ databaseId: null }) })] },
      undefined,
    ],
  ])('are unknown, never none, and the rest of the branch is known: %s', async (_, rules, path) => {
    const main = await mainOf(rules, path);

    const code = path ? 'permission_missing' : 'read_incomplete';
    expect(main.rulesets).toMatchObject({ known: false, why: { code } });
    expect(main.rule).toEqual({ known: true, value: null });
  });

  test.each<[string, unknown, Hole['path'] | undefined]>([
    ['null', null, undefined],
    ['a hidden one', { totalCount: 1, nodes: [null] }, undefined],
    ['a refused one', { totalCount: 1, nodes: [] }, ['nodes', 0, 'repositoryRuleset', 'bypassActors']],
    ['one of two', { totalCount: 2, nodes: [] }, undefined],
  ])('are known where only who may bypass them is not: %s', async (_, bypassActors, path) => {
    const rules = { totalCount: 1, nodes: [rule({ repositoryRuleset: ruleset({ bypassActors }) })] };

    const main = await mainOf(rules, path);

    expect(main.rulesets).toMatchObject({ known: true, value: [{ id: 1, bypass: 'notVisible' }] });
  });

  test('of an enterprise never show who may bypass them', async () => {
    const source = { __typename: 'Enterprise' };
    const rules = { totalCount: 1, nodes: [rule({ repositoryRuleset: ruleset({ source }) })] };

    const main = await mainOf(rules);

    expect(main.rulesets).toMatchObject({
      known: true,
      value: [{ source: { kind: 'enterprise' }, bypass: 'notVisible' }],
    });
  });

  test('that are only tried out bind nobody', async () => {
    const nodes = [rule({ repositoryRuleset: ruleset({ enforcement: 'EVALUATE' }) })];

    expect((await mainOf({ totalCount: 1, nodes })).rulesets).toEqual({ known: true, value: [] });
  });
});

describe('the REST view of rulesets', () => {
  const IN_FORCE = '/repos/acme/api/rules/branches/main?per_page=100&page=1';
  const applied = {
    type: 'deletion',
    ruleset_id: 1,
    ruleset_source_type: 'Repository',
    ruleset_source: 'acme/api',
  };

  test('is unknown where the list has another shape', async () => {
    const on = wire();
    on.api.get(IN_FORCE).reply(200, [{ type: 'deletion' }]);

    expect(await on.doors.reader.rulesInForce(API, 'main')).toMatchObject({
      known: false,
      why: { code: 'read_incomplete' },
    });
  });

  test.each<[string, number, object]>([
    ['it is gone meanwhile', 404, { message: 'Not Found' }],
    ['who bypasses it is null', 200, { name: 'ours', bypass_actors: null }],
    ['who bypasses it is not said', 200, { name: 'ours' }],
  ])('knows the rules and not the bypass of a ruleset of which %s', async (_, status, body) => {
    const on = wire();
    on.api.get(IN_FORCE).reply(200, [applied]);
    on.api.get('/repos/acme/api/rulesets/1?includes_parents=true').reply(status, body);

    const read = await on.doors.reader.rulesInForce(API, 'main');

    expect(read).toMatchObject({
      known: true,
      value: [{ id: 1, rules: [{ type: 'deletion' }], bypass: 'notVisible' }],
    });
  });

  test('carries fields of a ruleset that we do not know, and drops what GitHub only tells', async () => {
    const on = wire();
    const told = { id: 7, node_id: 'RRS_7', source: 'acme/api', source_type: 'Repository', _links: {} };
    const whole = {
      ...told,
      name: 'mainstay',
      target: 'branch',
      enforcement: 'active',
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      current_user_can_bypass: 'never',
      conditions: { ref_name: { include: ['~ALL'], exclude: [] }, moon: { phase: 'full' } },
      rules: [],
      bypass_actors: [],
      colour: { name: 'blue' },
    };
    on.api.get('/repos/acme/api/rulesets?includes_parents=false&per_page=100&page=1').reply(200, [whole]);
    on.api.get('/repos/acme/api/rulesets/7').reply(200, whole);
    let sent: unknown;
    on.api
      .put('/repos/acme/api/rulesets/7', (body) => {
        sent = body;
        return true;
      })
      .reply(200, whole);

    const read = await on.doors.reader.ownRuleset(API);
    if (!read.known || !read.value) throw new Error('unread');
    await on.doors.writer.write(API, { by: 'put-ruleset', id: 7, ruleset: read.value.body });

    expect(sent).toEqual({
      name: 'mainstay',
      target: 'branch',
      enforcement: 'active',
      conditions: whole.conditions,
      rules: [],
      bypass_actors: [],
      colour: { name: 'blue' },
    });
  });

  test('a write whose answer is no ruleset is thrown, for the next look to see', async () => {
    const on = wire();
    on.api.post('/repos/acme/api/rulesets').reply(201, { id: 7 });
    const ruleset = {
      name: 'mainstay',
      target: 'branch',
      enforcement: 'active',
      conditions: {},
      rules: [],
      bypass: [],
    };

    const answer = on.doors.writer.write(API, { by: 'put-ruleset', id: null, ruleset });

    await expect(answer).rejects.toThrow('no ruleset in the answer');
  });
});
