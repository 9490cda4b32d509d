import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checked } from '#kit/contract-world';
import { startAcme, type Acme } from './acme.ts';

const ISSUES = '/repos/acme/api/issues';

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
});

afterEach(async () => {
  const violations = acme.github.exchanges.flatMap(checked);
  await acme.github.close();
  expect(violations.filter(({ side }) => side === 'response')).toEqual([]);
});

describe('an issue', () => {
  test('is opened, changed, closed and opened again by the App', async () => {
    const opened = await acme.ask('POST', ISSUES, {
      body: { title: 'Drift', body: 'Look', labels: ['mainstay'] },
    });
    const path = `${ISSUES}/${opened.body.number}`;
    const changed = await acme.ask('PATCH', path, { body: { body: 'Look again' } });
    const closed = await acme.ask('PATCH', path, { body: { state: 'closed', state_reason: 'completed' } });
    const reopened = await acme.ask('PATCH', path, { body: { state: 'open', title: 'More drift' } });
    const read = await acme.ask('GET', path);

    expect(acme.github.count()).toMatchObject({ writes: 0, reports: 4 });
    expect(opened).toMatchObject({
      status: 201,
      body: { state: 'open', user: { login: 'mainstay[bot]' }, labels: [{ name: 'mainstay' }] },
    });
    expect(changed.body).toMatchObject({ title: 'Drift', body: 'Look again' });
    expect(closed.body).toMatchObject({ state: 'closed', body: 'Look again' });
    expect(closed.body.closed_at).not.toBeNull();
    expect(reopened.body).toEqual(read.body);
    expect(read.body).toMatchObject({ state: 'open', title: 'More drift', closed_at: null });
  });

  test.each([
    ['without a title', {}],
    ['with an empty title', { title: ' ' }],
    ['with labels that are no names', { title: 'A', labels: [7] }],
  ])('is not opened %s', async (_, body) => {
    const { status } = await acme.ask('POST', ISSUES, { body });

    expect(status).toBe(422);
    expect(acme.world.repository('acme/api').issues.size).toBe(0);
  });

  test('is neither opened nor changed without issues: write', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Help', by: 'walt' });
    acme.world.changePermissions('acme', { permissions: { issues: 'read' }, by: 'olivia' });

    const opened = await acme.ask('POST', ISSUES, { body: { title: 'Drift' } });
    const changed = await acme.ask('PATCH', `${ISSUES}/${number}`, { body: { state: 'closed' } });
    const read = await acme.ask('GET', `${ISSUES}/${number}`);

    expect([opened.status, changed.status, read.status]).toEqual([403, 403, 200]);
  });

  test('has its comments, the oldest first, in pages', async () => {
    const { number } = acme.world.openIssue('acme/api', { title: 'Help', by: 'walt' });
    for (const body of ['one', 'two', 'three']) acme.world.comment('acme/api', { number, by: 'mia', body });

    const { body, headers } = await acme.ask('GET', `${ISSUES}/${number}/comments?per_page=2`);

    expect(body).toMatchObject([{ body: 'one' }, { body: 'two' }]);
    expect(headers['link']).toContain('rel="next"');
  });
});

describe('the list of issues', () => {
  beforeEach(async () => {
    acme.world.openIssue('acme/api', { title: 'one', by: 'walt', labels: ['bug', 'ci'] });
    const { number } = acme.world.openIssue('acme/api', { title: 'two', by: 'mia', labels: ['bug'] });
    acme.world.closeIssue('acme/api', { number, by: 'mia' });
    await acme.ask('POST', ISSUES, { body: { title: 'three' } });
  });

  test.each([
    ['', ['three', 'one']],
    ['?state=closed', ['two']],
    ['?state=all', ['three', 'two', 'one']],
    ['?state=all&labels=bug', ['two', 'one']],
    ['?labels=bug,ci', ['one']],
    ['?creator=mainstay[bot]', ['three']],
    ['?state=all&creator=mia', ['two']],
  ])('%s', async (query, titles) => {
    const { body } = await acme.ask('GET', `${ISSUES}${query}`);

    expect((body as readonly { readonly title: string }[]).map(({ title }) => title)).toEqual(titles);
  });

  test('holds pull requests as well, and says that they are', async () => {
    acme.world.push('acme/api', { branch: 'topic', files: { a: '1' }, by: 'walt' });
    acme.world.openPull('acme/api', { branch: 'topic', title: 'four', by: 'walt' });

    const { body } = await acme.ask('GET', `${ISSUES}?creator=walt`);

    expect(body).toMatchObject([{ title: 'four', pull_request: {} }, { title: 'one' }]);
  });
});
