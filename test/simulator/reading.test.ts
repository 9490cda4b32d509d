import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkExchange } from '#kit/contract';
import { startAcme, type Acme } from './acme.ts';

const REPO = '/repos/acme/api';

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({
    permissions: {
      administration: 'write',
      checks: 'write',
      contents: 'read',
      issues: 'write',
      members: 'read',
      pull_requests: 'read',
      statuses: 'read',
    },
  });
});

afterEach(async () => {
  const answers = acme.github.exchanges.flatMap((exchange) => checkExchange(exchange));
  await acme.github.close();
  expect(answers.filter(({ side }) => side === 'response')).toEqual([]);
});

describe('files', () => {
  test('come as base64 with the id git gives them', async () => {
    acme.world.push('acme/api', { files: { '.github/mainstay.yml': 'version: 1\n' }, by: 'walt' });

    const { body } = await acme.ask('GET', `${REPO}/contents/.github%2Fmainstay.yml`);

    expect(Buffer.from(String(body.content), 'base64').toString()).toBe('version: 1\n');
    expect(body.sha).toBe('b82551848c644f63b8517a7bdf8be9a992e6f4da');
  });

  test('are listed by folder', async () => {
    acme.world.push('acme/api', { files: { 'a/b.txt': '1', 'a/c/d.txt': '2' }, by: 'walt' });

    const root = await acme.ask('GET', `${REPO}/contents/`);
    const folder = await acme.ask('GET', `${REPO}/contents/a?ref=main`);

    expect(root.body).toMatchObject([
      { name: 'README.md', type: 'file' },
      { name: 'a', type: 'dir' },
    ]);
    expect(folder.body).toMatchObject([{ path: 'a/b.txt' }, { path: 'a/c' }]);
  });

  test('that are not there are not found, in an empty repository with a word about it', async () => {
    acme.world.createRepository('acme/empty', { by: 'olivia', from: 'empty' });

    const missing = await acme.ask('GET', `${REPO}/contents/none`);
    const empty = await acme.ask('GET', '/repos/acme/empty/contents/none');

    expect([missing.body.message, empty.body.message]).toEqual(['Not Found', 'This repository is empty.']);
  });
});

describe('branches', () => {
  test('tell without administration that they are protected, and by which checks', async () => {
    const checks = { strict: false, checks: [{ context: 'test', appId: 15368 }] };
    acme.world.push('acme/api', { branch: 'topic', by: 'walt' });
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { checks } });
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    const main = await acme.ask('GET', `${REPO}/branches/main`);
    const listed = await acme.ask('GET', `${REPO}/branches?protected=true`);

    expect(main.body).toMatchObject({ name: 'main', protected: true });
    expect(main.body.protection.required_status_checks.checks).toEqual([{ context: 'test', app_id: 15368 }]);
    expect(listed.body).toMatchObject([{ name: 'main' }]);
  });

  test('show the rules of active rulesets, also of the organisation, and also before they exist', async () => {
    const rules = [{ type: 'deletion' }];
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: { rules } });
    acme.world.editRuleset('acme/api', { name: 'off', by: 'mia', set: { rules, enforcement: 'disabled' } });
    acme.world.editRuleset('acme', {
      name: 'house',
      by: 'olivia',
      set: { rules: [{ type: 'non_fast_forward' }], include: ['refs/heads/release/*'], repositories: ['a*'] },
    });

    const main = await acme.ask('GET', `${REPO}/rules/branches/main`);
    const release = await acme.ask('GET', `${REPO}/rules/branches/release%2F1`);

    expect(main.body).toMatchObject([{ type: 'deletion', ruleset_source_type: 'Repository' }]);
    expect(release.body).toMatchObject([{ type: 'non_fast_forward', ruleset_source: 'acme' }]);
  });

  test('can be compared', async () => {
    acme.world.push('acme/api', { branch: 'topic', files: { a: '1\n' }, by: 'walt' });
    acme.world.push('acme/api', { branch: 'topic', files: { a: '2\n' }, by: 'walt' });
    acme.world.push('acme/api', { files: { b: '1\n' }, by: 'walt' });

    const { body } = await acme.ask('GET', `${REPO}/compare/main...topic`);

    expect([body.status, body.ahead_by, body.behind_by]).toEqual(['diverged', 2, 1]);
    expect(body.files).toMatchObject([{ filename: 'a', status: 'added', additions: 1 }]);
  });
});

describe('people', () => {
  test.each([
    ['olivia', 'admin', 'admin'],
    ['mia', 'write', 'maintain'],
    ['walt', 'write', 'write'],
    ['rosa', 'read', 'read'],
  ])('%s has the permission %s and the role %s', async (login, permission, role) => {
    const { body } = await acme.ask('GET', `${REPO}/collaborators/${login}/permission`);

    expect([body.permission, body.role_name]).toEqual([permission, role]);
  });

  test('who are not there are not found', async () => {
    const { status } = await acme.ask('GET', `${REPO}/collaborators/nobody/permission`);

    expect(status).toBe(404);
  });

  test('are members of the organisation or not', async () => {
    acme.world.addPerson('stranger');

    const olivia = await acme.ask('GET', '/orgs/acme/memberships/olivia');
    const stranger = await acme.ask('GET', '/orgs/acme/memberships/stranger');

    expect([olivia.body.role, stranger.status]).toEqual(['admin', 404]);
  });
});

describe('pull requests', () => {
  test('show their ends and their files, and follow their branch', async () => {
    acme.world.push('acme/api', {
      branch: 'topic',
      files: { a: '1\n2\n' },
      deletes: ['README.md'],
      by: 'walt',
    });
    const { number } = acme.world.openPull('acme/api', { title: 'A', branch: 'topic', by: 'walt' });
    const sha = acme.world.push('acme/api', { branch: 'topic', files: { a: '1\n' }, by: 'walt' });

    const pull = await acme.ask('GET', `${REPO}/pulls/${number}`);
    const files = await acme.ask('GET', `${REPO}/pulls/${number}/files`);

    expect([pull.body.head.sha, pull.body.base.ref, pull.body.merged]).toEqual([sha, 'main', false]);
    expect(files.body).toMatchObject([
      { filename: 'README.md', status: 'removed', deletions: 1 },
      { filename: 'a', status: 'added', additions: 1 },
    ]);
  });

  test('from a fork are read in the repository they are for', async () => {
    acme.world.createRepository('walt/api', { by: 'walt', from: { template: 'acme/api' }, fork: true });
    acme.world.push('walt/api', { branch: 'topic', files: { a: '1' }, by: 'walt' });
    const { number } = acme.world.openPull('acme/api', {
      title: 'A',
      branch: 'topic',
      fork: 'walt/api',
      by: 'walt',
    });

    const { body } = await acme.ask('GET', `${REPO}/pulls/${number}`);

    expect([body.head.label, body.head.repo.full_name]).toEqual(['walt:topic', 'walt/api']);
  });

  test('that are merged move the branch', async () => {
    acme.world.push('acme/api', { branch: 'topic', files: { a: '1' }, by: 'walt' });
    const { number } = acme.world.openPull('acme/api', { title: 'A', branch: 'topic', by: 'walt' });

    acme.world.mergePull('acme/api', { number, by: 'mia' });

    const { body } = await acme.ask('GET', `${REPO}/contents/a`);
    expect(Buffer.from(String(body.content), 'base64').toString()).toBe('1');
  });
});
