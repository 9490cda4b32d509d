import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askingAsApp, askingAsInstallation, askingWith } from '#kit/contract-client';
import { checkExchange } from '#kit/contract';
import { startAcme, type Acme } from './acme.ts';

let acme: Acme;
let now: number;

beforeEach(async () => {
  now = Date.now();
  acme = await startAcme({ now: () => now });
});

afterEach(async () => {
  acme.github.faults = undefined;
  const described = acme.github.exchanges.filter(({ status, route }) => status < 300 && route !== 'graphql');
  const answers = described.flatMap((exchange) => checkExchange(exchange));
  await acme.github.close();
  expect(answers).toEqual([]);
});

function jwt(claims: object, key = acme.github.privateKey): string {
  const at = Math.floor(now / 1000);
  const parts = [{ alg: 'RS256' }, { iat: at - 30, exp: at + 300, iss: 4711, ...claims }];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

describe('the app’s own token', () => {
  test('shows the app and its installations', async () => {
    const app = askingWith(acme.github, jwt({}));

    const itself = await app('GET', '/app');
    const installations = await app('GET', '/app/installations');
    const there = await app('GET', '/repos/acme/api/installation');
    const nowhere = await app('GET', '/orgs/other/installation');

    expect([itself.body.slug, installations.body.length]).toEqual(['mainstay', 1]);
    expect([there.body.id, nowhere.status]).toEqual([acme.installation, 404]);
  });

  test.each([
    ['has expired', { exp: 1 }, "'Expiration time' claim"],
    ['lasts longer than ten minutes', { exp: 9_999_999_999 }, 'is too far in the future'],
    ['was issued in the future', { iat: 9_999_999_999 }, "'Issued at' claim"],
  ])('is refused when it %s', async (_, claims, words) => {
    const { status, body } = await askingWith(acme.github, jwt(claims))('GET', '/app');

    expect(status).toBe(401);
    expect(body.message).toContain(words);
  });

  test('is refused when another key has signed it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

    const { status, body } = await askingWith(acme.github, jwt({}, pem))('GET', '/app');

    expect([status, body.message]).toEqual([401, 'A JSON web token could not be decoded']);
  });
});

describe('an installation’s token', () => {
  test('is longer than forty characters and lasts an hour', async () => {
    const app = askingAsApp(acme.github);
    const { body } = await app('POST', `/app/installations/${acme.installation}/access_tokens`);
    const ask = askingWith(acme.github, String(body.token));
    const early = await ask('GET', '/repos/acme/api');
    now += 3_600_001;

    const late = await ask('GET', '/repos/acme/api');

    expect(body.token.length).toBeGreaterThan(300);
    expect([early.status, late.status, late.body.message]).toEqual([200, 401, 'Bad credentials']);
  });

  test('may be made for fewer repositories and permissions', async () => {
    acme.world.createRepository('acme/web', { by: 'olivia' });
    const path = `/app/installations/${acme.installation}/access_tokens`;
    const asked = { repositories: ['web'], permissions: { contents: 'read' } };
    const { body } = await askingAsApp(acme.github)('POST', path, { body: asked });
    const ask = askingWith(acme.github, String(body.token));

    const listed = await ask('GET', '/installation/repositories');
    const hidden = await ask('GET', '/repos/acme/api');
    const refused = await ask('GET', '/repos/acme/web/branches/main/protection');

    expect(listed.body.repositories).toMatchObject([{ name: 'web' }]);
    expect([hidden.status, refused.status]).toEqual([404, 403]);
  });

  test('cannot be made for more than was granted', async () => {
    const path = `/app/installations/${acme.installation}/access_tokens`;

    const { status } = await askingAsApp(acme.github)('POST', path, {
      body: { permissions: { members: 'write' } },
    });

    expect(status).toBe(422);
  });

  test('is refused and not renewed while the installation is suspended, and back afterwards', async () => {
    acme.world.suspend('acme', { by: 'olivia' });
    const used = await acme.ask('GET', '/repos/acme/api');
    const made = await askingAsApp(acme.github)(
      'POST',
      `/app/installations/${acme.installation}/access_tokens`,
    );

    acme.world.unsuspend('acme', { by: 'olivia' });

    const later = await acme.ask('GET', '/repos/acme/api');
    expect([used.status, made.status, later.status]).toEqual([403, 403, 200]);
  });

  test('is worth nothing after the app was removed', async () => {
    acme.world.uninstallApp('acme', { by: 'olivia' });

    const { status } = await acme.ask('GET', '/repos/acme/api');

    expect(status).toBe(401);
  });

  test('lists repositories by pages', async () => {
    for (const name of ['a', 'b', 'c']) acme.world.createRepository(`acme/${name}`, { by: 'olivia' });

    const first = await acme.ask('GET', '/installation/repositories?per_page=3');
    const second = await acme.ask('GET', '/installation/repositories?per_page=3&page=2');

    expect([first.body.total_count, first.body.repositories.length, second.body.repositories.length]).toEqual(
      [4, 3, 1],
    );
    expect(first.headers['link']).toContain('page=2>; rel="next"');
    expect(second.headers['link']).not.toContain('rel="next"');
  });
});

describe('the hourly limit', () => {
  test('is told with each answer and refuses when it is spent, until it is full again', async () => {
    acme.github.budgets.set('core', { remaining: 1, resetInMs: 60_000 });
    const last = await acme.ask('GET', '/repos/acme/api');
    const refused = await acme.ask('GET', '/repos/acme/api');
    const free = await acme.ask('GET', '/rate_limit');
    now += 60_001;

    const later = await acme.ask('GET', '/repos/acme/api');

    expect([last.headers['x-ratelimit-remaining'], refused.status]).toEqual(['0', 403]);
    expect(refused.body.message).toBe(`API rate limit exceeded for installation ID ${acme.installation}.`);
    expect(Number(refused.headers['x-ratelimit-reset'])).toBeGreaterThanOrEqual(Math.floor(now / 1000));
    expect([free.status, free.body.resources.core.remaining]).toEqual([200, 0]);
    expect(later.status).toBe(200);
  });

  test('of GraphQL is told with a 200 and an error', async () => {
    acme.github.budgets.set('graphql', { remaining: 0 });

    const { status, body, headers } = await acme.ask('POST', '/../graphql', {
      body: { query: '{ viewer { login } }' },
    });

    expect([status, body.errors[0].type]).toEqual([200, 'RATE_LIMITED']);
    expect([headers['x-ratelimit-remaining'], headers['x-ratelimit-resource']]).toEqual(['0', 'graphql']);
  });

  test('is not touched by what has not changed, which is another thing for another token', async () => {
    const first = await acme.ask('GET', '/repos/acme/api');
    const headers = { 'if-none-match': first.headers['etag'] ?? '' };

    const again = await acme.ask('GET', '/repos/acme/api', { headers });
    const other = await (
      await askingAsInstallation(acme.github, acme.installation)
    )('GET', '/repos/acme/api', {
      headers,
    });

    expect([again.status, again.headers['x-ratelimit-used']]).toEqual([
      304,
      first.headers['x-ratelimit-used'],
    ]);
    expect(other.status).toBe(200);
  });
});

describe('the wire', () => {
  test('may fail, be slow or be cut, as a test wishes', async () => {
    const reset = { status: 502, body: { message: 'Server Error' }, headers: { 'retry-after': '7' } };
    acme.github.faults = ({ path }) => (path === '/repos/acme/api' ? reset : undefined);
    const failed = await acme.ask('GET', '/repos/acme/api');
    acme.github.faults = () => 'hangup';
    const cut = acme.ask('GET', '/repos/acme/api');

    await expect(cut).rejects.toThrow('fetch failed');

    acme.github.faults = () => ({ delayMs: 5 });
    const slow = await acme.ask('GET', '/repos/acme/api');
    expect([failed.status, failed.headers['retry-after'], slow.status]).toEqual([502, '7', 200]);
  });

  test('counts what an app costs, and marks what GitHub does not know', async () => {
    const since = acme.github.exchanges.length;
    const head_sha = acme.world.repository('acme/api').branches.get('main');
    await acme.ask('GET', '/repos/acme/api');
    await acme.ask('POST', '/repos/acme/api/check-runs', { body: { name: 'mainstay', head_sha } });
    await acme.ask('POST', '/../graphql', { body: { query: 'query Who { viewer { login } }' } });
    await askingAsInstallation(acme.github, acme.installation);

    const counts = acme.github.count({ since });
    const unknown = await acme.ask('GET', '/repos/acme/api/nonsense');

    expect(counts).toEqual({ reads: 2, writes: 0, reports: 1, tokens: 1, total: 3 });
    expect([unknown.status, acme.github.exchanges.at(-1)?.unknown]).toEqual([404, true]);
    expect(acme.github.exchanges.find(({ route }) => route === 'graphql')?.operation).toBe('Who');
  });

  test('keeps no credential in the log of requests', async () => {
    const { body } = await askingAsApp(acme.github)(
      'POST',
      `/app/installations/${acme.installation}/access_tokens`,
    );
    await askingWith(acme.github, String(body.token))('GET', '/repos/acme/api');

    const log = JSON.stringify(acme.github.exchanges);

    expect(log).not.toContain(body.token);
  });

  test('refuses what is not JSON, and versions that do not exist', async () => {
    const path = '/repos/acme/api/check-runs';
    const broken = await acme.ask('POST', path, { body: '{' });
    const version = await acme.ask('GET', '/repos/acme/api', {
      headers: { 'x-github-api-version': '1999-01-01' },
    });

    expect([broken.status, broken.body.message, version.status]).toEqual([400, 'Problems parsing JSON', 400]);
  });
});
