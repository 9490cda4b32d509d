import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkExchange } from '#kit/contract';
import { startAcme, type Acme } from './acme.ts';

const RUNS = '/repos/acme/api/check-runs';

let acme: Acme;
let head_sha: string;

beforeEach(async () => {
  acme = await startAcme({
    permissions: { checks: 'write', issues: 'write', contents: 'read', statuses: 'read' },
  });
  head_sha = acme.world.repository('acme/api').branches.get('main') ?? '';
});

afterEach(async () => {
  const answers = acme.github.exchanges.flatMap((exchange) => checkExchange(exchange));
  await acme.github.close();
  expect(answers.filter(({ side }) => side === 'response')).toEqual([]);
});

function button(label: string): object {
  return { label, description: 'Look again', identifier: 'recheck' };
}

describe('a check run', () => {
  test('is complete as soon as it has a conclusion, and its suite with it', async () => {
    const output = { title: 'As the policy says', summary: 'Nothing differs.' };
    const body = { name: 'mainstay', head_sha, external_id: 'hash', conclusion: 'success', output };

    const made = await acme.ask('POST', RUNS, { body });

    const [suite] = [...acme.world.repository('acme/api').suites.values()].filter(
      ({ appId }) => appId === 4711,
    );
    expect([made.status, made.body.status, made.body.external_id]).toEqual([201, 'completed', 'hash']);
    expect([suite?.status, suite?.conclusion]).toEqual(['completed', 'success']);
  });

  test('keeps what an update does not say', async () => {
    const { body: run } = await acme.ask('POST', RUNS, {
      body: { name: 'mainstay', head_sha, external_id: 'one' },
    });

    await acme.ask('PATCH', `${RUNS}/${run.id}`, { body: { conclusion: 'neutral' } });

    const { body } = await acme.ask('GET', `${RUNS}/${run.id}`);
    expect([body.external_id, body.conclusion, body.status]).toEqual(['one', 'neutral', 'completed']);
  });

  test.each([
    ['a button with 21 letters', { actions: [button('x'.repeat(21))] }],
    ['four buttons', { actions: ['a', 'b', 'c', 'd'].map(button) }],
    ['a summary that is too long', { output: { title: 'x', summary: 'x'.repeat(65_536) } }],
    ['an output without a title', { output: { summary: 'x' } }],
    ['a conclusion GitHub does not have', { conclusion: 'great' }],
    ['completion without a conclusion', { status: 'completed' }],
    ['a commit that does not exist', { head_sha: '0'.repeat(40) }],
  ])('with %s is refused', async (_, part) => {
    const { status } = await acme.ask('POST', RUNS, { body: { name: 'mainstay', head_sha, ...part } });

    expect(status).toBe(422);
    expect(acme.world.repository('acme/api').checkRuns.size).toBe(0);
  });

  test('of another app cannot be changed', async () => {
    const run = acme.world.reportCheck('acme/api', { name: 'test', by: 'walt' });

    const { status } = await acme.ask('PATCH', `${RUNS}/${run.id}`, { body: { conclusion: 'success' } });

    expect(status).toBe(403);
  });

  test('is found by commit, app and name, the newest of each name', async () => {
    acme.world.reportCheck('acme/api', { name: 'test', conclusion: 'failure', by: 'walt' });
    acme.world.reportCheck('acme/api', { name: 'test', by: 'walt' });
    acme.world.reportCheck('acme/api', { name: 'lint', conclusion: null, by: 'walt' });

    const all = await acme.ask('GET', '/repos/acme/api/commits/main/check-runs');
    const test = await acme.ask(
      'GET',
      `/repos/acme/api/commits/${head_sha}/check-runs?check_name=test&app_id=15368`,
    );
    const none = await acme.ask('GET', '/repos/acme/api/commits/nowhere/check-runs');

    expect(all.body.check_runs).toMatchObject([{ name: 'lint' }, { name: 'test', conclusion: 'success' }]);
    expect([test.body.total_count, none.status]).toEqual([1, 422]);
  });

  test('needs the permission to write checks', async () => {
    acme.world.changePermissions('acme', { permissions: { checks: 'read' }, by: 'olivia' });

    const { status, headers } = await acme.ask('POST', RUNS, { body: { name: 'mainstay', head_sha } });

    expect([status, headers['x-accepted-github-permissions']]).toEqual([403, 'checks=write']);
  });
});

test('statuses of a commit add up to one, the newest of each context', async () => {
  acme.world.reportStatus('acme/api', { context: 'ci', state: 'failure', by: 'walt' });
  acme.world.reportStatus('acme/api', { context: 'ci', by: 'walt' });
  acme.world.reportStatus('acme/api', { context: 'cd', state: 'pending', by: 'walt' });

  const { body } = await acme.ask('GET', '/repos/acme/api/commits/main/status');

  expect([body.state, body.total_count]).toEqual(['pending', 2]);
});

describe('a comment', () => {
  test('is written and changed by the app’s bot', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Why?', by: 'rosa' });
    const path = `/repos/acme/api/issues/${number}/comments`;
    const { status, body } = await acme.ask('POST', path, { body: { body: 'Because.' } });

    await acme.ask('PATCH', `/repos/acme/api/issues/comments/${body.id}`, { body: { body: 'Just so.' } });

    const comments = acme.world.repository('acme/api').issues.get(number)?.comments;
    expect([status, body.user.login, body.performed_via_github_app.id]).toEqual([201, 'mainstay[bot]', 4711]);
    expect(comments).toMatchObject([{ body: 'Just so.', author: 'mainstay[bot]' }]);
  });

  test('of somebody else cannot be changed, and an empty one not written', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Why?', by: 'rosa' });
    const { id } = acme.world.comment('acme/api', { number, body: 'Hm', by: 'rosa' });

    const changed = await acme.ask('PATCH', `/repos/acme/api/issues/comments/${id}`, {
      body: { body: 'Ha' },
    });
    const empty = await acme.ask('POST', `/repos/acme/api/issues/${number}/comments`, {
      body: { body: ' ' },
    });

    expect([changed.status, empty.status]).toEqual([403, 422]);
  });

  test('is reacted to once: a second time the same reaction comes back', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Why?', by: 'rosa' });
    const { id, reactions } = acme.world.comment('acme/api', { number, body: '/help', by: 'rosa' });
    const path = `/repos/acme/api/issues/comments/${id}/reactions`;

    const first = await acme.ask('POST', path, { body: { content: 'eyes' } });
    const second = await acme.ask('POST', path, { body: { content: 'eyes' } });
    const wrong = await acme.ask('POST', path, { body: { content: 'shrug' } });
    const seen = reactions.map(({ content, author }) => [content, author]);
    const gone = await acme.ask('DELETE', `${path}/${first.body.id}`);

    expect([first.status, second.status, wrong.status, gone.status]).toEqual([201, 200, 422, 204]);
    expect([second.body.id, seen, reactions.length]).toEqual([first.body.id, [['eyes', 'mainstay[bot]']], 0]);
  });

  test('needs the permission to write issues', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Why?', by: 'rosa' });
    acme.world.changePermissions('acme', { permissions: { issues: 'read' }, by: 'olivia' });

    const { status } = await acme.ask('POST', `/repos/acme/api/issues/${number}/comments`, {
      body: { body: 'Hm' },
    });

    expect(status).toBe(403);
  });
});
