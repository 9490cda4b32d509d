import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { askingAsInstallation, askingWith, type Ask } from '#kit/contract-client';
import { checked, openContractWorld, type ContractWorld } from '#kit/contract-world';

const API = '/repos/acme/api';
const MAIN = `${API}/branches/main/protection`;
const OFF = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};

let opened: ContractWorld;
let github: ContractWorld['github'];
let app: Ask;
let ask: Ask;

beforeAll(async () => {
  opened = await openContractWorld();
  ({ github, app, ask } = opened);
});

afterAll(async () => {
  await github.close();
});

// Whatever a test did: each exchange it made is held against GitHub's description, in both directions.
afterEach(() => {
  expect(opened.newViolations()).toEqual([]);
});

describe('a body that the description forbids', () => {
  const run = { name: 'mainstay', head_sha: 'a'.repeat(40) };

  function checks(required_status_checks: object): object {
    return { ...OFF, required_status_checks };
  }

  test.each([
    ['both contexts and checks', 'PUT', MAIN, checks({ strict: true, contexts: [], checks: [] })],
    ['neither contexts nor checks', 'PUT', MAIN, checks({ strict: true })],
    ['a null app_id', 'PUT', MAIN, checks({ strict: true, checks: [{ context: 'test', app_id: null }] })],
    ['no word about restrictions', 'PUT', MAIN, { ...OFF, restrictions: undefined }],
    ['a text for a switch', 'PUT', MAIN, { ...OFF, enforce_admins: 'yes' }],
    ['people as objects', 'PUT', MAIN, { ...OFF, restrictions: { users: [{ login: 'ada' }], teams: [] } }],
    [
      'seven reviews',
      'PUT',
      MAIN,
      { ...OFF, required_pull_request_reviews: { required_approving_review_count: 'seven' } },
    ],
    ['a check run without a name', 'POST', `${API}/check-runs`, { head_sha: run.head_sha }],
    [
      'a completed check run without a conclusion',
      'POST',
      `${API}/check-runs`,
      { ...run, status: 'completed' },
    ],
    ['an unknown conclusion', 'POST', `${API}/check-runs`, { ...run, conclusion: 'great' }],
    [
      'a summary that is too long',
      'POST',
      `${API}/check-runs`,
      { ...run, output: { title: 't', summary: 'x'.repeat(65_536) } },
    ],
    [
      'a label that is too long',
      'POST',
      `${API}/check-runs`,
      { ...run, actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] },
    ],
    [
      'four buttons',
      'POST',
      `${API}/check-runs`,
      { ...run, actions: Array(4).fill({ label: 'l', description: 'd', identifier: 'i' }) },
    ],
  ])('with %s is refused with 422', async (...[, method, path, body]) => {
    const sent = 'head_sha' in body ? { ...body, head_sha: opened.head() } : body;

    const { status } = await ask(method, path, { body: sent });

    expect(status).toBe(422);
    expect(checked(github.exchanges.at(-1)!).map(({ side }) => side)).toContain('request');
    expect(github.world.repository('acme/api').rules.size).toBe(0);
  });

  test.each([
    ['an unknown reaction', 'reactions', { content: 'applause' }],
    ['an empty comment', 'comments', { body: '' }],
    ['a check run for a commit that is not there', 'check-runs', run],
  ])('or with %s is refused as well', async (_, what, body) => {
    const { number } = github.world.openIssue('acme/api', { title: 'Help', by: 'bob' });
    const { id } = github.world.comment('acme/api', { number, body: 'Hi', by: 'bob' });
    const paths: Record<string, string> = {
      reactions: `${API}/issues/comments/${id}/reactions`,
      comments: `${API}/issues/${number}/comments`,
      'check-runs': `${API}/check-runs`,
    };

    const { status } = await ask('POST', paths[what] ?? '', { body });

    expect(status).toBe(422);
  });

  test('that is not even JSON is refused with 400', async () => {
    expect(await ask('PUT', MAIN, { body: '{' })).toMatchObject({
      status: 400,
      body: { message: 'Problems parsing JSON' },
    });
  });
});

describe('whoever may not', () => {
  test('is told nothing without the right credentials', async () => {
    expect((await askingWith(github)('GET', API)).status).toBe(401);
    expect(await askingWith(github, 'ghs_wrong')('GET', API)).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    expect((await ask('GET', '/app')).status).toBe(401);
  });

  test('lacks a permission and learns which', async () => {
    const { body } = await app('POST', `/app/installations/${opened.installationId()}/access_tokens`, {
      body: { permissions: { contents: 'read' } },
    });
    const reader = askingWith(github, String(body.token));

    for (const [method, path, sent] of [
      ['GET', MAIN],
      ['PUT', MAIN, OFF],
      ['DELETE', MAIN],
      ['POST', `${MAIN}/enforce_admins`],
      ['POST', `${API}/check-runs`, { name: 'n', head_sha: opened.head() }],
    ] as const) {
      const reply = await reader(method, path, sent === undefined ? {} : { body: sent });
      expect(reply).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
      expect(reply.headers['x-accepted-github-permissions']).toMatch(/=(read|write)$/);
    }
  });

  test('has a private repository on a free plan and is told to upgrade', async () => {
    github.world.addOrganisation('small', { plan: 'free', members: { ada: 'admin' } });
    github.world.createRepository('small/app', { by: 'ada', visibility: 'private' });
    github.world.installApp('small', { by: 'ada' });
    const small = await askingAsInstallation(github, opened.installationId('small'));

    for (const [method, path] of [
      ['GET', 'branches/main/protection'],
      ['PUT', 'branches/main/protection'],
      ['GET', 'rules/branches/main'],
    ] as const) {
      const reply = await small(method, `/repos/small/app/${path}`, method === 'PUT' ? { body: OFF } : {});
      expect(reply).toMatchObject({
        status: 403,
        body: { message: expect.stringMatching(/^Upgrade to GitHub Pro/) },
      });
    }
    expect((await small('GET', API)).status).toBe(404);
  });

  test('changes the check run of another app in vain', async () => {
    const { id } = github.world.reportCheck('acme/api', { name: 'test', appId: 15368, by: 'bob' });

    const { status } = await ask('PATCH', `${API}/check-runs/${id}`, { body: { conclusion: 'failure' } });

    expect(status).toBe(403);
    expect(github.world.repository('acme/api').checkRuns.get(id)?.conclusion).toBe('success');
  });

  test('asks for a version of the API that does not exist', async () => {
    expect((await ask('GET', API, { headers: { 'x-github-api-version': '1999-01-01' } })).status).toBe(400);
  });

  test('writes to an archived repository in vain', async () => {
    github.world.archive('acme/api', { by: 'ada' });

    const { status } = await ask('PUT', MAIN, { body: OFF });

    github.world.unarchive('acme/api', { by: 'ada' });
    expect(status).toBe(403);
  });

  test('has no requests left', async () => {
    github.budgets.set('core', { remaining: 0 });

    const { status, headers } = await ask('GET', API);

    github.budgets.set('core', { remaining: 5000 });
    expect([status, headers['x-ratelimit-remaining']]).toEqual([403, '0']);
  });
});

describe('what has changed or has not', () => {
  test('is not sent twice to the same token', async () => {
    const { headers } = await ask('GET', API);

    expect((await ask('GET', API, { headers: { 'if-none-match': headers['etag'] ?? '' } })).status).toBe(304);
  });

  test('leads on from an old name, where reads and writes go through', async () => {
    github.world.createRepository('acme/before', { by: 'ada' });
    github.world.renameRepository('acme/before', { name: 'after', by: 'ada' });

    const read = await ask('GET', '/repos/acme/before');
    const write = await ask('PUT', '/repos/acme/before/branches/main/protection', { body: OFF });
    const there = new URL(write.headers['location'] ?? '').pathname.replace('/api/v3', '');

    expect([read.status, write.status]).toEqual([301, 307]);
    expect((await ask('PUT', there, { body: OFF })).status).toBe(200);
    expect(github.world.repository('acme/after').rules.size).toBe(1);
  });
});
