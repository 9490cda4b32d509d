import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { RateLimited } from '#model';
import { API } from './fixture.ts';
import { graphRepository, graphRule, wire } from './wire.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

type Path = readonly (string | number)[];
const RULE: Path = ['repository', 'b0', 'branchProtectionRule'];
const GONE = {
  type: 'NOT_FOUND',
  path: ['policyRepository'],
  message: "Could not resolve to a Repository with the name 'acme/.github'.",
};

function hidden(path: Path, type = 'FORBIDDEN') {
  return { type, path, message: 'Resource not accessible by integration' };
}

async function reading(on: ReturnType<typeof wire>, repository: unknown, errors: readonly object[]) {
  on.api
    .post('/graphql')
    .reply(200, { data: { repository, policyRepository: null }, errors: [GONE, ...errors] });
  return on.doors.reader.repository({ repo: API, branches: ['main'] });
}

describe('an answer with holes in it', () => {
  test('a rule that an error took away is unknown, never "none"', async () => {
    const on = wire();

    const read = await reading(on, graphRepository(null), [hidden(RULE)]);

    expect(read).toMatchObject({
      known: true,
      value: { branches: [{ rule: { known: false, why: { code: 'permission_missing' } } }] },
    });
  });

  test('a rule whose error says nothing is unknown because the answer was incomplete', async () => {
    const on = wire();

    const read = await reading(on, graphRepository(null), [hidden(RULE, 'INTERNAL')]);

    expect(read).toMatchObject({
      known: true,
      value: { branches: [{ rule: { known: false, why: { code: 'read_incomplete' } } }] },
    });
  });

  test('an actor that GitHub hides hides its whole list, and nothing else', async () => {
    const on = wire();
    const rule = graphRule({
      restrictsPushes: true,
      pushAllowances: {
        totalCount: 2,
        nodes: [{ actor: { __typename: 'User', id: 'U_1', login: 'piet' } }, { actor: null }],
      },
      requiresApprovingReviews: true,
      bypassPullRequestAllowances: {
        totalCount: 101,
        nodes: [{ actor: { __typename: 'Team', id: 'T_1', slug: 'core' } }],
      },
    });

    const read = await reading(on, graphRepository(rule), [
      hidden([...RULE, 'pushAllowances', 'nodes', 1, 'actor']),
    ]);

    expect(read).toMatchObject({
      known: true,
      value: {
        branches: [
          {
            rule: {
              known: true,
              value: {
                protection: {
                  pushers: 'notVisible',
                  forcePushers: [],
                  reviews: { bypassers: 'notVisible', dismissers: null },
                  checks: { required: [{ context: 'test', source: 15368 }] },
                },
              },
            },
          },
        ],
      },
    });
  });

  test('Apps that GraphQL hides behind a check are read by REST, which tells their numbers', async () => {
    const on = wire();
    const rule = graphRule({
      requiredStatusChecks: [{ context: 'test', app: null }],
      requiresDeployments: true,
      requiredDeploymentEnvironments: ['production'],
    });
    on.api.get('/repos/acme/api/branches/main/protection').reply(200, {
      required_status_checks: { strict: true, contexts: ['test'], checks: [{ context: 'test', app_id: 77 }] },
    });

    const read = await reading(on, graphRepository(rule), [
      hidden([...RULE, 'requiredStatusChecks', 0, 'app']),
    ]);

    expect(read).toMatchObject({
      known: true,
      value: {
        branches: [
          {
            rule: {
              known: true,
              value: {
                pattern: 'main',
                protection: {
                  checks: { strict: true, required: [{ context: 'test', source: 77 }] },
                  deployments: ['production'],
                },
              },
            },
          },
        ],
      },
    });
  });

  test('where REST does not tell them either, the rule is unknown', async () => {
    const on = wire();
    const rule = graphRule({ requiredStatusChecks: [{ context: 'test', app: { databaseId: null } }] });
    on.api.get('/repos/acme/api/branches/main/protection').reply(404, { message: 'Not Found' });

    const read = await reading(on, graphRepository(rule), []);

    expect(read).toMatchObject({
      known: true,
      value: { branches: [{ rule: { known: false, why: { code: 'read_incomplete' } } }] },
    });
  });

  test('a setting of the rule that an error took away makes the rule unknown', async () => {
    const on = wire();
    const rule = graphRule({ requiresDeployments: true, requiredDeploymentEnvironments: null });

    const read = await reading(on, graphRepository(rule), [
      hidden([...RULE, 'requiredDeploymentEnvironments'], 'INTERNAL'),
    ]);

    expect(read).toMatchObject({ known: true, value: { branches: [{ rule: { known: false } }] } });
  });

  test('a branch that an error took away leaves the whole repository unknown, since it may exist', async () => {
    const on = wire();

    const read = await reading(on, graphRepository(null, { b0: null }), [
      hidden(['repository', 'b0'], 'INTERNAL'),
    ]);

    expect(read).toMatchObject({ known: false, why: { code: 'read_incomplete' } });
  });

  test('a policy file that an error took away is unknown, and so is one cut short', async () => {
    const on = wire();
    const policy = { __typename: 'Blob', oid: 'f', text: 'version: 1', isTruncated: true, isBinary: false };

    const read = await reading(on, graphRepository(graphRule(), { policy }), [
      hidden(['repository', 'b0workflows']),
    ]);

    expect(read).toMatchObject({
      known: true,
      value: {
        repositoryPolicy: { known: false, why: { code: 'policy_unreadable' } },
        branches: [{ workflows: { known: false, why: { code: 'permission_missing' } } }],
      },
    });
  });

  test("an organisation's policy hidden for another reason than absence is unknown", async () => {
    const on = wire();
    on.api.post('/graphql').reply(200, {
      data: { repository: graphRepository(graphRule()), policyRepository: null },
      errors: [hidden(['policyRepository'])],
    });

    const read = await on.doors.reader.repository({ repo: API, branches: ['main'] });

    expect(read).toMatchObject({ known: true, value: { organisationPolicy: { known: false } } });
  });

  test('files are unknown, not absent, without the permission to read them', async () => {
    const on = wire({ administration: 'write', metadata: 'read' });

    const read = await reading(on, graphRepository(graphRule()), []);

    expect(read).toMatchObject({
      known: true,
      value: { repositoryPolicy: { known: false, why: { code: 'permission_missing' } } },
    });
  });

  test('its own last report is found, although its number is too large for GraphQL', async () => {
    const on = wire();
    const run = { databaseId: null, externalId: 'print-1', conclusion: 'ACTION_REQUIRED' };
    const target = { oid: 'abc', checkSuites: { nodes: [{ checkRuns: { nodes: [run] } }] } };
    const b0 = { name: 'main', target, branchProtectionRule: graphRule() };

    const read = await reading(on, graphRepository(null, { b0 }), []);

    expect(read).toMatchObject({
      known: true,
      value: {
        branches: [{ lastReport: { id: null, fingerprint: 'print-1', conclusion: 'action_required' } }],
      },
    });
  });
});

describe('no answer', () => {
  test('a query that GitHub gave up on is thrown, whatever it did answer', async () => {
    const on = wire();

    const read = reading(on, graphRepository(graphRule()), [
      { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' },
    ]);

    await expect(read).rejects.toThrow('RESOURCE_LIMITS_EXCEEDED');
  });

  test('an outage that passes is not noticed', async () => {
    const on = wire();
    on.api.post('/graphql').times(2).reply(502, '<html>Bad Gateway</html>');

    const read = await reading(on, graphRepository(graphRule()), []);

    expect(read).toMatchObject({ known: true });
  });

  test('an outage that stays is thrown, with the path and the status', async () => {
    const on = wire();
    on.api.post('/graphql').times(3).reply(502, { message: 'Server Error' });

    const read = on.doors.reader.repository({ repo: API, branches: ['main'] });

    await expect(read).rejects.toThrow('GitHub, POST /graphql: answer 502: Server Error');
  });

  test('a cut connection is thrown', async () => {
    const on = wire();
    on.api.post('/graphql').times(3).replyWithError('socket hang up');

    const read = on.doors.reader.repository({ repo: API, branches: ['main'] });

    await expect(read).rejects.toThrow('GitHub, POST /graphql: no answer');
  });

  test('an answer that is not JSON is thrown', async () => {
    const on = wire();
    on.api.post('/graphql').reply(200, '{"data":{"repos', { 'content-type': 'application/json' });

    const read = on.doors.reader.repository({ repo: API, branches: ['main'] });

    await expect(read).rejects.toThrow('cannot be used');
  });
});

describe('GitHub asks to wait', () => {
  async function limitOf(answer: Promise<unknown>): Promise<RateLimited> {
    const thrown: unknown = await answer.then(
      () => null,
      (error: unknown) => error,
    );
    if (thrown instanceof RateLimited) return thrown;
    throw new Error(`not a limit: ${String(thrown)}`);
  }

  test('until the reset of a spent budget, also where GraphQL says so with a 200', async () => {
    const on = wire();
    const reset = Math.floor(Date.now() / 1_000) + 900;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    on.api
      .post('/graphql')
      .reply(200, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, headers);

    const limit = await limitOf(on.doors.reader.repository({ repo: API, branches: ['main'] }));

    expect(limit.until).toEqual(new Date((reset + 1) * 1_000));
  });

  test('for as long as retry-after says, and the request is not repeated by itself', async () => {
    const on = wire();
    const before = Date.now();
    on.api
      .get('/repos/acme/api/branches/main/protection')
      .reply(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '90' });

    const limit = await limitOf(on.doors.reader.protection(API, 'main'));

    expect(limit.until.getTime()).toBeGreaterThanOrEqual(before + 90_000);
    expect(nock.pendingMocks()).toEqual([]);
  });

  test('for a minute where GitHub does not say how long', async () => {
    const on = wire();
    const before = Date.now();
    on.api.get('/repos/acme/api/branches/main').reply(429, { message: 'Too many requests' });

    const limit = await limitOf(on.doors.reader.enforced(API, 'main'));

    expect(limit.until.getTime()).toBeGreaterThanOrEqual(before + 60_000);
    expect(limit.until.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test('of one refusal all later requests are kept back, and the log says it once', async () => {
    const on = wire();
    on.api
      .get('/repos/acme/api/branches/main')
      .reply(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '90' });
    const first = await limitOf(on.doors.reader.enforced(API, 'main'));

    const others = await Promise.all([
      limitOf(on.doors.reader.protection(API, 'main')),
      limitOf(on.doors.reader.repository({ repo: API, branches: ['main'] })),
      limitOf(on.doors.publisher.comment(API, 1, 'hello')),
    ]);

    expect(others.map(({ until }) => until)).toEqual(Array(3).fill(first.until));
    expect(on.warnings.map(({ message, fields }) => [message, fields['until']])).toEqual([
      ['GitHub asked this installation to wait; its work waits until then', first.until.toISOString()],
    ]);
  });

  test('a secondary limit of GraphQL closes REST as well', async () => {
    const on = wire();
    const errors = [{ type: 'RATE_LIMITED', message: 'You have exceeded a secondary rate limit.' }];
    on.api.post('/graphql').reply(200, { errors }, { 'retry-after': '30' });

    const first = await limitOf(on.doors.reader.repository({ repo: API, branches: ['main'] }));
    const other = await limitOf(on.doors.reader.enforced(API, 'main'));

    expect(other.until).toEqual(first.until);
  });

  test('before a budget is spent, what is left of it is kept for live work', async () => {
    let priority: 'live' | 'sweep' = 'sweep';
    const on = wire(undefined, { priority: () => priority });
    const reset = Math.floor(Date.now() / 1_000) + 900;
    const budget = { 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': String(reset) };
    on.api
      .get('/repos/acme/api/branches/main')
      .reply(200, { protected: false }, { ...budget, 'x-ratelimit-remaining': '700' });
    on.api
      .get('/repos/acme/api/branches/other')
      .reply(200, { protected: false }, { ...budget, 'x-ratelimit-remaining': '699' });
    await on.doors.reader.enforced(API, 'main');

    const sweep = await limitOf(on.doors.reader.enforced(API, 'other'));
    priority = 'live';
    const live = await on.doors.reader.enforced(API, 'other');

    expect(sweep).toMatchObject({ until: new Date((reset + 1) * 1_000), liveMay: true });
    expect(live).toBe(false);
  });

  test('each answer tells its budget and its time, for who looks closely', async () => {
    const on = wire();
    const headers = {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4321',
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000) + 900),
      'x-ratelimit-resource': 'graphql',
    };
    on.api.post('/graphql').reply(200, { data: { repository: null } }, headers);

    await on.doors.reader.repository({ repo: API, branches: ['main'] }).catch(() => null);

    expect(on.answers).toMatchObject([
      { budget: 'graphql', remaining: 4321, limit: 5000, ms: expect.any(Number) },
    ]);
  });
});
