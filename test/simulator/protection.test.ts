import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkExchange } from '#kit/contract';
import { askingAsInstallation } from '#kit/contract-client';
import { startAcme, type Acme } from './acme.ts';

const MAIN = '/repos/acme/api/branches/main/protection';
const CHECKS = `${MAIN}/required_status_checks`;
const PLAIN = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
});

afterEach(async () => {
  const answers = acme.github.exchanges.flatMap((exchange) => checkExchange(exchange));
  await acme.github.close();
  expect(answers.filter(({ side }) => side === 'response')).toEqual([]);
});

function requiring(...names: readonly string[]): {
  strict: boolean;
  checks: { context: string; appId: null }[];
} {
  return { strict: false, checks: names.map((context) => ({ context, appId: null })) };
}

describe('reading the protection of a branch', () => {
  test('says that a branch without a rule is not protected', async () => {
    const { status, body } = await acme.ask('GET', MAIN);

    expect([status, body.message]).toEqual([404, 'Branch not protected']);
  });

  test.each(['release', '*', 'feature%2F1'])(
    'says of %s, which does not exist, that it is not found',
    async (branch) => {
      const { status, body } = await acme.ask('GET', `/repos/acme/api/branches/${branch}/protection`);

      expect([status, body.message]).toEqual([404, 'Branch not found']);
    },
  );

  test('finds a branch with a slash in its name', async () => {
    acme.world.push('acme/api', { branch: 'feature/1', by: 'walt' });
    acme.world.setProtection('acme/api', { pattern: 'feature/*', by: 'mia', set: { adminsEnforced: true } });

    const { body } = await acme.ask('GET', '/repos/acme/api/branches/feature%2F1/protection');

    expect(body.enforce_admins.enabled).toBe(true);
  });

  test('says of a rule whose checks are off that they are not enabled', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });

    const { status, body } = await acme.ask('GET', CHECKS);

    expect([status, body.message]).toEqual([404, 'Required status checks not enabled']);
  });

  test('prefers an exact rule to a wildcard, which does not reach over a slash', async () => {
    acme.world.push('acme/api', { branch: 'a/b', by: 'walt' });
    acme.world.setProtection('acme/api', { pattern: '*', by: 'mia', set: { checks: requiring('any') } });
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { checks: requiring('exact') } });

    const main = await acme.ask('GET', MAIN);
    const slashed = await acme.ask('GET', '/repos/acme/api/branches/a%2Fb/protection');

    expect(main.body.required_status_checks.contexts).toEqual(['exact']);
    expect(slashed.status).toBe(404);
  });

  test('finds nothing in force while all protections are disabled', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });
    acme.world.disableProtections('acme/api', { by: 'olivia' });

    const { status } = await acme.ask('GET', MAIN);

    expect(status).toBe(404);
  });

  test('is not offered for private repositories of a free plan', async () => {
    acme.github.state.organisations.get('acme')!.plan = 'free';

    const { status, body } = await acme.ask('GET', MAIN);

    expect(status).toBe(403);
    expect(body.message).toBe('Upgrade to GitHub Pro or make this repository public to enable this feature.');
  });

  test('is refused without the permission, which the answer names', async () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    const { status, body, headers } = await acme.ask('GET', MAIN);

    expect([status, body.message]).toEqual([403, 'Resource not accessible by integration']);
    expect(headers['x-accepted-github-permissions']).toBe('administration=read');
  });
});

describe('replacing the protection of a branch', () => {
  test('resets what is not said, but for what REST has no word for', async () => {
    const set = {
      linearHistory: true,
      signatures: true,
      deployments: ['production'],
      checks: requiring('test'),
    };
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set });

    await acme.ask('PUT', MAIN, { body: PLAIN });

    const [rule] = acme.world.repository('acme/api').rules.values();
    expect(rule?.settings).toMatchObject({ linearHistory: false, checks: null });
    expect(rule?.settings).toMatchObject({ signatures: true, deployments: ['production'] });
  });

  test.each([
    ['both contexts and checks', { strict: true, contexts: [], checks: [] }],
    ['neither contexts nor checks', { strict: true }],
    ['null for any source', { strict: true, checks: [{ context: 'test', app_id: null }] }],
  ])('with %s is refused', async (_, required_status_checks) => {
    const { status, body } = await acme.ask('PUT', MAIN, { body: { ...PLAIN, required_status_checks } });

    expect(status).toBe(422);
    expect(body.message).toMatch(/^Invalid request\.\n\n/);
    expect(acme.world.repository('acme/api').rules.size).toBe(0);
  });

  test('without one of the four parts is refused', async () => {
    const { status, body } = await acme.ask('PUT', MAIN, { body: { ...PLAIN, restrictions: undefined } });

    expect([status, body.message]).toEqual([422, 'Invalid request.\n\n"restrictions" wasn\'t supplied.']);
  });

  test('pins a check without a source to the app that reported it last', async () => {
    acme.world.reportCheck('acme/api', { name: 'test', by: 'walt' });
    const checks = [{ context: 'test' }, { context: 'lint' }, { context: 'build', app_id: -1 }];

    const { body } = await acme.ask('PUT', MAIN, {
      body: { ...PLAIN, required_status_checks: { strict: false, checks } },
    });

    expect(body.required_status_checks.checks).toEqual([
      { context: 'test', app_id: 15368 },
      { context: 'lint', app_id: null },
      { context: 'build', app_id: null },
    ]);
  });

  test('drops people who may not write, and says nothing about it', async () => {
    const restrictions = { users: ['walt', 'rosa', 'nobody'], teams: ['platform', 'sales'] };

    const { status, body } = await acme.ask('PUT', MAIN, { body: { ...PLAIN, restrictions } });

    expect(status).toBe(200);
    expect(body.restrictions.users).toMatchObject([{ login: 'walt' }]);
    expect(body.restrictions.teams).toMatchObject([{ slug: 'platform' }]);
  });

  test('makes an exact rule beside a wildcard, which stays', async () => {
    acme.world.setProtection('acme/api', { pattern: 'm*', by: 'mia', set: { linearHistory: true } });

    await acme.ask('PUT', MAIN, { body: PLAIN });

    const rules = [...acme.world.repository('acme/api').rules.values()];
    expect(rules.map(({ pattern, settings }) => [pattern, settings.linearHistory])).toEqual([
      ['m*', true],
      ['main', false],
    ]);
  });

  test('takes unknown keys without a word, and the log keeps them', async () => {
    const { status } = await acme.ask('PUT', MAIN, { body: { ...PLAIN, requierd_linear_history: true } });

    expect(status).toBe(200);
    expect(acme.github.exchanges.at(-1)?.unknownKeys).toEqual(['requierd_linear_history']);
  });

  test('is refused in an archived repository', async () => {
    acme.world.archive('acme/api', { by: 'olivia' });

    const { status, body } = await acme.ask('PUT', MAIN, { body: PLAIN });

    expect([status, body.message]).toEqual([403, 'Repository was archived so is read-only.']);
  });

  test('is refused to an app that may only read it', async () => {
    acme.world.changePermissions('acme', { permissions: { administration: 'read' }, by: 'olivia' });

    const { status, headers } = await acme.ask('PUT', MAIN, { body: PLAIN });

    expect(status).toBe(403);
    expect(headers['x-accepted-github-permissions']).toBe('administration=write');
  });
});

describe('changing a part of the protection', () => {
  beforeEach(() => {
    const set = { linearHistory: true, checks: requiring('test', 'lint') };
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set });
  });

  test('touches the checks only, and keeps them when only strictness is said', async () => {
    const { status, body } = await acme.ask('PATCH', CHECKS, { body: { strict: true } });

    const [rule] = acme.world.repository('acme/api').rules.values();
    expect([status, body.strict, body.contexts]).toEqual([200, true, ['test', 'lint']]);
    expect(rule?.settings.linearHistory).toBe(true);
  });

  test('looks at checks where contexts are said as well', async () => {
    const checks = [{ context: 'build', app_id: -1 }];

    const { body } = await acme.ask('PATCH', CHECKS, { body: { contexts: ['old'], checks } });

    expect(body.contexts).toEqual(['build']);
  });

  test('switches administrators in and out', async () => {
    const on = await acme.ask('POST', `${MAIN}/enforce_admins`);
    const off = await acme.ask('DELETE', `${MAIN}/enforce_admins`);

    const [rule] = acme.world.repository('acme/api').rules.values();
    expect([on.body.enabled, off.status, rule?.settings.adminsEnforced]).toEqual([true, 204, false]);
  });

  test('takes the checks away, then the rule', async () => {
    const checks = await acme.ask('DELETE', CHECKS);
    const rule = await acme.ask('DELETE', MAIN);

    expect([checks.status, rule.status]).toEqual([204, 204]);
    expect(acme.world.repository('acme/api').rules.size).toBe(0);
  });
});

describe('a repository under another name', () => {
  test('is led to from its old name by its id, for reading and for writing', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });
    acme.world.renameRepository('acme/api', { name: 'gateway', by: 'olivia' });
    const { id } = acme.world.repository('acme/gateway');

    const read = await acme.ask('GET', MAIN);
    const written = await acme.ask('PUT', MAIN, { body: PLAIN });
    const followed = await acme.ask('GET', `/repositories/${id}/branches/main/protection`);

    expect([read.status, written.status, followed.status]).toEqual([301, 307, 200]);
    expect(read.headers['location']).toMatch(new RegExp(`/repositories/${id}/branches/main/protection$`));
  });

  test('is not found when the app was not given it', async () => {
    acme.world.createRepository('acme/secret', { by: 'olivia' });
    acme.world.uninstallApp('acme', { by: 'olivia' });
    const { id } = acme.world.installApp('acme', { by: 'olivia', repositories: ['acme/api'] });
    const ask = await askingAsInstallation(acme.github, id);

    const { status, body } = await ask('PUT', MAIN.replace('api', 'secret'), { body: PLAIN });

    expect([status, body.message]).toEqual([404, 'Not Found']);
  });
});
