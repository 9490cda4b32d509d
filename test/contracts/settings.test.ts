import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ask } from '#kit/contract-client';
import { unanswered } from '#kit/contract-operations';
import { openContractWorld, type ContractWorld } from '#kit/contract-world';

const API = '/repos/acme/api';
const MAIN = `${API}/branches/main/protection`;

let opened: ContractWorld;
let github: ContractWorld['github'];
let ask: Ask;

beforeAll(async () => {
  opened = await openContractWorld();
  ({ github, ask } = opened);
});

afterAll(() => github.close());

// Whatever a test did: each exchange it made is held against GitHub's description, in both directions.
afterEach(() => {
  expect(opened.newViolations()).toEqual([]);
});

describe('the parts of a protection', () => {
  beforeAll(async () => {
    const body = {
      required_status_checks: { strict: true, checks: [{ context: 'test', app_id: -1 }] },
      enforce_admins: null,
      required_pull_request_reviews: {
        dismissal_restrictions: { users: ['ada'], teams: ['core'] },
        bypass_pull_request_allowances: { users: ['ada'], teams: ['core'] },
      },
      restrictions: { users: ['ada'], teams: ['core'], apps: [] },
    };
    await ask('PUT', MAIN, { body });
  });

  test('are read', async () => {
    const parts = ['restrictions', 'required_pull_request_reviews', 'required_signatures'];
    const lists = [
      'restrictions/users',
      'restrictions/teams',
      'restrictions/apps',
      'required_status_checks/contexts',
    ];

    for (const part of [...parts, ...lists]) expect((await ask('GET', `${MAIN}/${part}`)).status).toBe(200);
  });

  test.each([
    ['required_status_checks/contexts', { contexts: ['lint'] }],
    ['restrictions/users', { users: ['ada'] }],
    ['restrictions/teams', { teams: ['core'] }],
    ['restrictions/apps', { apps: [] }],
  ])('are lists that are added to, replaced and shortened: %s', async (part, body) => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await ask(method, `${MAIN}/${part}`, { body })).status).toBe(200);
    }
  });

  test('are changed and switched off alone', async () => {
    const reviews = { required_approving_review_count: 2, dismissal_restrictions: {} };
    const changed = await ask('PATCH', `${MAIN}/required_pull_request_reviews`, { body: reviews });
    const signed = await ask('POST', `${MAIN}/required_signatures`);

    expect([changed.status, signed.status]).toEqual([200, 200]);
    for (const part of ['required_pull_request_reviews', 'required_signatures', 'restrictions']) {
      expect((await ask('DELETE', `${MAIN}/${part}`)).status).toBe(204);
    }
    expect((await ask('GET', `${MAIN}/restrictions`)).status).toBe(404);
  });
});

describe('rulesets', () => {
  const checks = {
    required_status_checks: [{ context: 'test', integration_id: 15368 }, { context: 'lint' }],
    strict_required_status_checks_policy: false,
  };
  const house = {
    name: 'house',
    target: 'branch',
    enforcement: 'active',
    rules: [{ type: 'required_status_checks', parameters: checks }, { type: 'deletion' }],
    bypass_actors: [
      { actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' },
      { actor_type: 'DeployKey', actor_id: null, bypass_mode: 'always' },
    ],
  };
  const refs = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: ['refs/heads/x'] } };
  const named = { ...refs, repository_name: { include: ['~ALL'], exclude: [], protected: true } };

  test.each([
    [`${API}/rulesets`, refs],
    ['/orgs/acme/rulesets', named],
  ])('of %s are made, read, listed, changed and deleted', async (path, conditions) => {
    const made = await ask('POST', path, { body: { ...house, conditions } });
    const one = `${path}/${made.body.id}`;
    const read = await ask('GET', one);
    const listed = await ask('GET', `${path}?per_page=100&targets=branch`);
    const changed = await ask('PUT', one, { body: { enforcement: 'disabled' } });
    const twice = await ask('POST', path, { body: { ...house, conditions } });
    const deleted = await ask('DELETE', one);
    const gone = await ask('GET', one);

    expect([made, read, listed, changed, twice, deleted, gone].map(({ status }) => status)).toEqual([
      201, 200, 200, 200, 422, 204, 404,
    ]);
    expect(read.body).toMatchObject({ ...house, conditions });
  });

  test.each([
    ['by id', { repository_id: { repository_ids: [1] } }],
    [
      'by property',
      {
        repository_property: {
          include: [{ name: 'tier', property_values: ['1'], source: 'custom' }],
          exclude: [],
        },
      },
    ],
  ])('of the organisation name repositories %s', async (name, about) => {
    const { status } = await ask('POST', '/orgs/acme/rulesets', {
      body: { ...house, name, conditions: { ...refs, ...about } },
    });

    expect(status).toBe(201);
  });

  test('above a repository are listed and read with it', async () => {
    github.world.addEnterprise('mega', { organisations: ['acme'] });
    const { id } = github.world.editRuleset('enterprises/mega', { name: 'mega', by: 'ada', set: {} });

    expect((await ask('GET', `${API}/rulesets?includes_parents=true`)).status).toBe(200);
    expect((await ask('GET', `${API}/rulesets/${id}?includes_parents=true`)).status).toBe(200);
  });
});

describe('people and what they say', () => {
  test('members, topics and properties are read', async () => {
    github.world.setTopics('acme/api', { topics: ['service'], by: 'ada' });
    github.world.setProperties('acme/api', { properties: { tier: '1', langs: ['ts'] }, by: 'ada' });

    for (const path of ['/orgs/acme/members?role=admin', `${API}/topics`, `${API}/properties/values`]) {
      expect((await ask('GET', path)).status).toBe(200);
    }
  });

  test('reviews are read', async () => {
    github.world.push('acme/api', { branch: 'topic', files: { a: '1' }, by: 'bob' });
    const { number } = github.world.openPull('acme/api', { branch: 'topic', title: 'A', by: 'bob' });
    github.world.reviewPull('acme/api', { number, by: 'ada', state: 'APPROVED' });
    github.world.mergePull('acme/api', { number, by: 'ada' });

    expect((await ask('GET', `${API}/pulls/${number}/reviews`)).body).toMatchObject([{ state: 'APPROVED' }]);
    expect((await ask('GET', `${API}/pulls/${number}`)).body).toMatchObject({ merged_by: { login: 'ada' } });
  });

  test('issues are opened, changed, read and listed', async () => {
    const made = await ask('POST', `${API}/issues`, {
      body: { title: 'Drift', body: 'Look', labels: ['mainstay'] },
    });
    const path = `${API}/issues/${made.body.number}`;
    const changed = await ask('PATCH', path, { body: { body: 'Look again', state: 'closed' } });
    await ask('POST', `${path}/comments`, { body: { body: 'Mended' } });
    const reads = [
      await ask('GET', path),
      await ask('GET', `${path}/comments?per_page=100`),
      await ask('GET', `${API}/issues?state=all&creator=mainstay[bot]&labels=mainstay`),
    ];

    expect([made.status, changed.status, ...reads.map(({ status }) => status)]).toEqual([
      201, 200, 200, 200, 200,
    ]);
    expect(reads[2]?.body).toMatchObject([{ title: 'Drift', state: 'closed', comments: 1 }]);
  });
});

test('every route of these was answered well at least once, and none was unknown', () => {
  expect(unanswered(github, 'settings')).toEqual([]);
  expect(github.exchanges.filter(({ unknown }) => unknown)).toEqual([]);
});
