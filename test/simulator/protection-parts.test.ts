import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql, askingAsInstallation } from '#kit/contract-client';
import { checked } from '#kit/contract-world';
import { startAcme, type Acme } from './acme.ts';

const MAIN = '/repos/acme/api/branches/main/protection';
const CONTEXTS = `${MAIN}/required_status_checks/contexts`;
const REVIEWS = `${MAIN}/required_pull_request_reviews`;
const RESTRICTIONS = `${MAIN}/restrictions`;
const NOBODY = { users: [], teams: [], apps: [] };

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
  acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { linearHistory: true } });
});

afterEach(async () => {
  const violations = acme.github.exchanges.flatMap(checked);
  await acme.github.close();
  expect(violations.filter(({ side }) => side === 'response')).toEqual([]);
});

function settings(): unknown {
  return [...acme.world.repository('acme/api').rules.values()][0]?.settings;
}

function set(change: Parameters<Acme['world']['setProtection']>[1]['set']): void {
  acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: change });
}

describe('the contexts of a protection', () => {
  test('are pinned to the app that reported them last, those that are there already are left alone', async () => {
    set({ checks: { strict: true, checks: [{ context: 'test', appId: null }] } });
    acme.world.reportCheck('acme/api', { name: 'test', by: 'walt' });
    acme.world.reportCheck('acme/api', { name: 'lint', by: 'walt' });

    const { body } = await acme.ask('POST', CONTEXTS, { body: { contexts: ['test', 'lint', 'new'] } });

    expect(body).toEqual(['test', 'lint', 'new']);
    expect(settings()).toMatchObject({
      linearHistory: true,
      checks: {
        strict: true,
        checks: [
          { context: 'test', appId: null },
          { context: 'lint', appId: 15368 },
          { context: 'new', appId: null },
        ],
      },
    });
  });

  test('are replaced, taken away and read; a bare list will do', async () => {
    set({ checks: { strict: false, checks: [{ context: 'test', appId: 15368 }] } });

    const replaced = await acme.ask('PUT', CONTEXTS, { body: ['a', 'b'] });
    const removed = await acme.ask('DELETE', CONTEXTS, { body: { contexts: ['a'] } });
    const read = await acme.ask('GET', CONTEXTS);

    expect([replaced.body, removed.body, read.body]).toEqual([['a', 'b'], ['b'], ['b']]);
  });

  test('are not found where checks are off', async () => {
    const answers = [
      await acme.ask('GET', CONTEXTS),
      await acme.ask('POST', CONTEXTS, { body: { contexts: ['a'] } }),
    ];

    expect(answers).toMatchObject(
      answers.map(() => ({ status: 404, body: { message: 'Required status checks not enabled' } })),
    );
  });
});

describe('the reviews of a protection', () => {
  const was = {
    count: 2,
    dismissStale: true,
    codeOwners: true,
    lastPushApproval: true,
    dismissal: { ...NOBODY, users: ['mia'] },
    bypass: { ...NOBODY, teams: ['platform'] },
  };

  test('keep what a change does not name', async () => {
    set({ reviews: was });

    const { status, body } = await acme.ask('PATCH', REVIEWS, {
      body: { required_approving_review_count: 3 },
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      required_approving_review_count: 3,
      dismissal_restrictions: { users: [{ login: 'mia' }] },
    });
    expect(settings()).toMatchObject({ reviews: { ...was, count: 3 } });
  });

  test('lose the limit on who may dismiss by an empty object, and replace lists', async () => {
    set({ reviews: was });
    const body = { dismissal_restrictions: {}, bypass_pull_request_allowances: { users: ['walt'] } };

    await acme.ask('PATCH', REVIEWS, { body });

    expect(settings()).toMatchObject({
      reviews: { ...was, dismissal: null, bypass: { ...NOBODY, users: ['walt'] } },
    });
  });

  test('are switched off alone, and then not found', async () => {
    set({ reviews: was });

    const deleted = await acme.ask('DELETE', REVIEWS);
    const read = await acme.ask('GET', REVIEWS);
    const patched = await acme.ask('PATCH', REVIEWS, { body: {} });

    expect([deleted.status, read.status, patched.status]).toEqual([204, 404, 404]);
    expect(settings()).toMatchObject({ linearHistory: true, reviews: null });
  });
});

test('signatures are switched on and off alone', async () => {
  const path = `${MAIN}/required_signatures`;

  const before = await acme.ask('GET', path);
  const on = await acme.ask('POST', path);
  const during = settings();
  const off = await acme.ask('DELETE', path);

  expect([before.body.enabled, on.body.enabled, off.status]).toEqual([false, true, 204]);
  expect([during, settings()]).toMatchObject([
    { signatures: true, linearHistory: true },
    { signatures: false },
  ]);
});

describe('who may push to a protected branch', () => {
  beforeEach(() => {
    acme.world.addApp({ id: 99, slug: 'robot', permissions: { contents: 'write' } });
    acme.world.installApp('acme', { by: 'olivia', appId: 99 });
    set({ restrictions: { ...NOBODY, users: ['mia'] } });
  });

  test.each([
    { kind: 'users', name: 'walt', key: 'login', before: ['mia'] },
    { kind: 'teams', name: 'platform', key: 'slug', before: [] },
    { kind: 'apps', name: 'robot', key: 'slug', before: [] },
  ])('is added, replaced and taken away among the $kind', async ({ kind, name, key, before }) => {
    const path = `${RESTRICTIONS}/${kind}`;

    const added = await acme.ask('POST', path, { body: { [kind]: [name] } });
    const read = await acme.ask('GET', path);
    const replaced = await acme.ask('PUT', path, { body: [name] });
    const removed = await acme.ask('DELETE', path, { body: { [kind]: [name] } });

    const after = [...before, name].map((one) => ({ [key]: one }));
    expect([added.body, read.body]).toMatchObject([after, after]);
    expect(replaced.body).toMatchObject([{ [key]: name }]);
    expect(removed.body).toEqual([]);
  });

  test('is dropped without a word when they cannot write', async () => {
    const { status, body } = await acme.ask('POST', `${RESTRICTIONS}/users`, { body: { users: ['rosa'] } });

    expect(status).toBe(200);
    expect(body).toMatchObject([{ login: 'mia' }]);
  });

  test('is everybody once the restriction is off, which is not the same as nobody', async () => {
    const whole = await acme.ask('GET', RESTRICTIONS);
    const deleted = await acme.ask('DELETE', RESTRICTIONS);
    const read = await acme.ask('GET', RESTRICTIONS);

    expect(whole.body).toMatchObject({ users: [{ login: 'mia' }], teams: [], apps: [] });
    expect([deleted.status, read.status]).toEqual([204, 404]);
    expect(settings()).toMatchObject({ restrictions: null, linearHistory: true });
  });
});

test('a part is written only with administration: write, and read with less', async () => {
  acme.world.changePermissions('acme', { permissions: { administration: 'read' }, by: 'olivia' });
  const ask = await askingAsInstallation(acme.github, acme.installation);

  const read = await ask('GET', `${MAIN}/required_signatures`);
  const written = await ask('POST', `${MAIN}/required_signatures`);

  expect([read.status, written.status]).toEqual([200, 403]);
});

test('a rule is taken away by GraphQL with everything in it', async () => {
  const [rule] = acme.world.repository('acme/api').rules.values();
  const query = `mutation($id: ID!) { deleteBranchProtectionRule(input: {branchProtectionRuleId: $id}) { clientMutationId } }`;

  const { errors } = await askGraphql(acme.ask, query, { id: rule?.nodeId });

  expect(errors).toEqual([]);
  expect(acme.world.repository('acme/api').rules.size).toBe(0);
});
