import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ask } from '#kit/contract-client';
import { unanswered } from '#kit/contract-operations';
import { openContractWorld, type ContractWorld } from '#kit/contract-world';

const ACTIONS = 15368;
const API = '/repos/acme/api';
const MAIN = `${API}/branches/main/protection`;
const OFF = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};

const receiver = createServer((_, response) => response.end('ok'));
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
  receiver.close();
});

// Whatever a test did: each exchange it made is held against GitHub's description, in both directions.
afterEach(() => {
  expect(opened.newViolations()).toEqual([]);
});

describe('the app in its own name', () => {
  test.each([
    ['/app'],
    ['/app/installations'],
    ['/repos/acme/api/installation'],
    ['/orgs/acme/installation'],
    ['/apps/mainstay'],
    ['/app/hook/deliveries?per_page=5&status=failure'],
  ])('reads %s', async (path) => {
    expect((await app('GET', path)).status).toBe(200);
  });

  test('reads one installation, also of a person', async () => {
    github.world.addPerson('eve');
    github.world.createRepository('eve/notes', { by: 'eve', visibility: 'public' });
    github.world.installApp('eve', { by: 'eve' });

    expect((await app('GET', `/app/installations/${opened.installationId()}`)).body.account.login).toBe(
      'acme',
    );
    expect((await app('GET', '/users/eve/installation')).body.account.login).toBe('eve');
  });

  test('gets a token for all that the installation may, or for less', async () => {
    const path = `/app/installations/${opened.installationId()}/access_tokens`;
    const { id } = github.world.repository('acme/api');

    const whole = await app('POST', path);
    const less = await app('POST', path, {
      body: { repository_ids: [id], permissions: { contents: 'read' } },
    });

    expect(whole).toMatchObject({ status: 201, body: { repository_selection: 'all' } });
    expect(less).toMatchObject({
      status: 201,
      body: { repository_selection: 'selected', permissions: { contents: 'read' } },
    });
    expect(whole.body.token.length).toBeGreaterThan(100);
  });

  test('gets no token while the installation is suspended', async () => {
    github.world.suspend('acme', { by: 'ada' });

    const { status } = await app('POST', `/app/installations/${opened.installationId()}/access_tokens`);

    github.world.unsuspend('acme', { by: 'ada' });
    expect(status).toBe(403);
  });

  test('is told that an installation does not exist', async () => {
    expect((await app('GET', '/app/installations/1')).status).toBe(404);
    expect((await app('POST', '/app/installations/1/access_tokens')).status).toBe(404);
    expect((await app('GET', '/repos/acme/nope/installation')).status).toBe(404);
  });

  test('reads the log of webhooks and has one sent again', async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    github.hookTo(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
    github.world.push('acme/api', { files: { a: '1' }, by: 'ada' });
    await github.delivered();
    const { guid, attempts } = github.deliveries.at(-1)!;

    const listed = await app('GET', '/app/hook/deliveries?per_page=100&status=success');
    const one = await app('GET', `/app/hook/deliveries/${attempts[0]!.id}`);
    const again = await app('POST', `/app/hook/deliveries/${attempts[0]!.id}/attempts`);
    await github.delivered();

    expect(listed.body[0]).toMatchObject({ guid, status: 'OK', status_code: 200 });
    expect(one.body).toMatchObject({
      guid,
      request: { payload: { installation: { id: opened.installationId() } } },
    });
    expect(again.status).toBe(202);
    expect(github.deliveries.find((delivery) => delivery.guid === guid)?.attempts).toMatchObject([
      { redelivery: false },
      { redelivery: true },
    ]);
  });
});

describe('an installation', () => {
  test.each([
    ['/installation/repositories?per_page=100&page=1', 200],
    ['/rate_limit', 200],
    ['/orgs/acme/memberships/ada', 200],
    ['/orgs/acme/memberships/nobody', 404],
    [API, 200],
    [`${API}/branches?protected=false&per_page=5`, 200],
    [`${API}/branches/main`, 200],
    [`${API}/branches/nope`, 404],
    [`${API}/rules/branches/main?per_page=100`, 200],
    [`${API}/contents/README.md`, 200],
    [`${API}/contents/.github/workflows?ref=main`, 200],
    [`${API}/contents/nope.yml`, 404],
    ['/repos/acme/empty/contents/README.md', 404],
    [`${API}/collaborators/ada/permission`, 200],
    [`${API}/collaborators/nobody/permission`, 404],
    [`${API}/commits/main/status`, 200],
    [`${API}/commits/main/check-runs?filter=latest&check_name=test&app_id=1`, 200],
    ['/repos/acme/nope', 404],
    [MAIN, 404],
    ['/repos/acme/empty/branches/main/protection', 404],
  ])('that reads %s is answered %d', async (path, status) => {
    expect((await ask('GET', path)).status).toBe(status);
  });

  test('sees the rules of every kind that are in force', async () => {
    const checks = {
      required_status_checks: [{ context: 'test', integration_id: ACTIONS }],
      strict_required_status_checks_policy: false,
    };
    const reviews = {
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 1,
      required_review_thread_resolution: true,
    };
    const rules = [
      { type: 'required_status_checks', parameters: checks },
      { type: 'pull_request', parameters: reviews },
      { type: 'deletion' },
    ];
    github.world.editRuleset('acme', { name: 'org', by: 'ada', set: { rules } });
    github.world.editRuleset('acme/api', {
      name: 'own',
      by: 'ada',
      set: { rules: [{ type: 'non_fast_forward' }] },
    });

    const { body } = await ask('GET', `${API}/rules/branches/main`);

    expect(body).toHaveLength(4);
    expect(body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'required_status_checks',
          ruleset_source_type: 'Organization',
          ruleset_source: 'acme',
        }),
      ]),
    );
  });

  test('reads a pull request, its files and what differs from its base', async () => {
    github.world.push('acme/api', { branch: 'topic', files: { 'new.txt': 'one\ntwo\n' }, by: 'bob' });
    const { number } = github.world.openPull('acme/api', { branch: 'topic', title: 'New', by: 'bob' });

    expect((await ask('GET', `${API}/pulls/${number}`)).body).toMatchObject({
      changed_files: 1,
      additions: 2,
    });
    expect((await ask('GET', `${API}/pulls/${number}/files?per_page=100`)).body).toMatchObject([
      { filename: 'new.txt', status: 'added' },
    ]);
    expect((await ask('GET', `${API}/compare/main...topic`)).body).toMatchObject({
      status: 'ahead',
      files: [{ filename: 'new.txt' }],
    });
    expect((await ask('GET', `${API}/pulls/999`)).status).toBe(404);
    expect((await ask('GET', `${API}/compare/main...nope`)).status).toBe(404);
  });

  test('writes comments and reactions, and takes a reaction back', async () => {
    const { number } = github.world.openIssue('acme/api', { title: 'Help', by: 'bob' });

    const { body: comment, status } = await ask('POST', `${API}/issues/${number}/comments`, {
      body: { body: 'Hello' },
    });
    const edited = await ask('PATCH', `${API}/issues/comments/${comment.id}`, {
      body: { body: 'Hello again' },
    });
    const reactions = `${API}/issues/comments/${comment.id}/reactions`;
    const first = await ask('POST', reactions, { body: { content: 'eyes' } });
    const second = await ask('POST', reactions, { body: { content: 'eyes' } });
    const gone = await ask('DELETE', `${reactions}/${first.body.id}`);

    expect([status, edited.status, first.status, second.status, gone.status]).toEqual([
      201, 200, 201, 200, 204,
    ]);
    expect(github.world.repository('acme/api').issues.get(number)?.comments).toMatchObject([
      { author: 'mainstay[bot]', body: 'Hello again', reactions: [] },
    ]);
    expect((await ask('POST', `${API}/issues/999/comments`, { body: { body: 'Hi' } })).status).toBe(404);
    expect((await ask('PATCH', `${API}/issues/comments/1`, { body: { body: 'Hi' } })).status).toBe(404);
  });

  test('reports a check run, reads it and completes it', async () => {
    const output = {
      title: 'Well',
      summary: 'All as the policy says',
      annotations: [{ path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'here' }],
    };
    const actions = [{ label: 'Re-check', description: 'Look again', identifier: 'recheck' }];
    const body = {
      name: 'mainstay',
      head_sha: opened.head(),
      status: 'in_progress',
      external_id: 'x',
      output,
    };

    const created = await ask('POST', `${API}/check-runs`, { body });
    const path = `${API}/check-runs/${created.body.id}`;
    const updated = await ask('PATCH', path, {
      body: { status: 'completed', conclusion: 'success', completed_at: '2026-01-01T00:00:00Z', actions },
    });
    const read = await ask('GET', path);
    const listed = await ask('GET', `${API}/commits/${opened.head()}/check-runs?check_name=mainstay`);

    expect([created.status, updated.status, read.status]).toEqual([201, 200, 200]);
    expect(read.body).toMatchObject({ name: 'mainstay', conclusion: 'success', app: { slug: 'mainstay' } });
    expect(listed.body).toMatchObject({ total_count: 1, check_runs: [{ id: created.body.id }] });
    expect((await ask('GET', `${API}/check-runs/1`)).status).toBe(404);
  });

  test('reads statuses that people and apps reported', async () => {
    github.world.reportStatus('acme/api', { context: 'ci/circleci: build', state: 'failure', by: 'bob' });

    const { body } = await ask('GET', `${API}/commits/main/status`);

    expect(body).toMatchObject({ state: 'failure', statuses: [{ context: 'ci/circleci: build' }] });
  });
});

describe('branch protection', () => {
  const whole = {
    required_status_checks: {
      strict: true,
      checks: [
        { context: 'test', app_id: ACTIONS },
        { context: 'lint', app_id: -1 },
      ],
    },
    enforce_admins: true,
    required_pull_request_reviews: {
      dismissal_restrictions: { users: ['ada'], teams: ['core'], apps: [] },
      bypass_pull_request_allowances: { users: ['ada'], teams: [], apps: [] },
      dismiss_stale_reviews: true,
      require_code_owner_reviews: true,
      required_approving_review_count: 2,
      require_last_push_approval: true,
    },
    restrictions: { users: ['ada'], teams: ['core'], apps: [] },
    required_linear_history: true,
    allow_force_pushes: true,
    allow_deletions: true,
    block_creations: true,
    required_conversation_resolution: true,
    lock_branch: true,
    allow_fork_syncing: true,
  };

  test('is written whole and read back', async () => {
    const { status } = await ask('PUT', MAIN, { body: whole });

    const { body } = await ask('GET', MAIN);

    expect(status).toBe(200);
    expect(body.required_status_checks.checks).toEqual([
      { context: 'test', app_id: ACTIONS },
      { context: 'lint', app_id: null },
    ]);
    expect(body).toMatchObject({
      enforce_admins: { enabled: true },
      restrictions: { users: [{ login: 'ada' }], teams: [{ slug: 'core' }] },
    });
  });

  test('has parts that are read and written alone', async () => {
    const checks = await ask('PATCH', `${MAIN}/required_status_checks`, {
      body: { strict: false, checks: [{ context: 'test', app_id: -1 }] },
    });
    const legacy = await ask('PATCH', `${MAIN}/required_status_checks`, {
      body: { contexts: ['test', 'build'] },
    });
    const read = await ask('GET', `${MAIN}/required_status_checks`);
    const on = await ask('POST', `${MAIN}/enforce_admins`);
    const admins = await ask('GET', `${MAIN}/enforce_admins`);
    const off = await ask('DELETE', `${MAIN}/enforce_admins`);
    const gone = await ask('DELETE', `${MAIN}/required_status_checks`);

    expect([checks, legacy, read, on, admins, off, gone].map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 204, 204,
    ]);
    expect(read.body).toMatchObject({ strict: false, contexts: ['test', 'build'] });
    expect(admins.body.enabled).toBe(true);
  });

  test('without checks says so, by the words that clients tell apart', async () => {
    const words = 'Required status checks not enabled';

    expect(await ask('GET', `${MAIN}/required_status_checks`)).toMatchObject({
      status: 404,
      body: { message: words },
    });
    expect(await ask('PATCH', `${MAIN}/required_status_checks`, { body: { strict: true } })).toMatchObject({
      status: 404,
      body: { message: words },
    });
    expect(await ask('DELETE', `${MAIN}/required_status_checks`)).toMatchObject({
      status: 404,
      body: { message: words },
    });
  });

  test('that is taken away is gone, for every part of it', async () => {
    expect((await ask('DELETE', MAIN)).status).toBe(204);

    for (const [method, path] of [
      ['GET', MAIN],
      ['DELETE', MAIN],
      ['GET', `${MAIN}/enforce_admins`],
      ['POST', `${MAIN}/enforce_admins`],
      ['DELETE', `${MAIN}/enforce_admins`],
    ] as const) {
      expect(await ask(method, path)).toMatchObject({
        status: 404,
        body: { message: 'Branch not protected' },
      });
    }
  });

  test.each([
    ['no such branch', `${API}/branches/nope/protection`],
    ['a pattern', `${API}/branches/release%2F*/protection`],
    ['an empty repository', '/repos/acme/empty/branches/main/protection'],
  ])('of %s cannot be written', async (_, path) => {
    expect(await ask('PUT', path, { body: OFF })).toMatchObject({
      status: 404,
      body: { message: 'Branch not found' },
    });
  });
});

test('every route in use was answered well at least once, and none was unknown', () => {
  expect(unanswered(github, 'rest')).toEqual([]);
  expect(github.exchanges.filter(({ unknown }) => unknown)).toEqual([]);
});
