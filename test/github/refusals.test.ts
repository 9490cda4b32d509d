import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { API, KEY } from './fixture.ts';
import { graphRule, TOKEN, wire } from './wire.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const CHECKS = '/repos/acme/api/branches/main/protection/required_status_checks';
const PATCH = { by: 'patch-checks', branch: 'main', strict: true, checks: null } as const;
const UPDATE = { by: 'update-rule', rule: 'BPR_1', fields: { includeAdmins: true } } as const;

describe('a refused write, by what GitHub said', () => {
  test.each([
    [404, 'Branch not found', 'branch_missing'],
    [404, 'Not Found', 'repository_not_found'],
    [404, 'Branch not protected', 'write_refused'],
    [404, 'Required status checks not enabled', 'write_refused'],
    [
      403,
      'Upgrade to GitHub Pro or make this repository public to enable this feature.',
      'upgrade_or_public_required',
    ],
    [403, 'Upgrade to GitHub Enterprise to enable this feature.', 'upgrade_or_public_required'],
    [403, 'Repository was archived so is read-only.', 'repository_archived'],
    [403, 'Resource not accessible by integration', 'permission_missing'],
    [403, 'Must have admin rights to Repository.', 'permission_missing'],
    [403, 'Repository access blocked', 'repository_disabled'],
    [422, 'Validation Failed', 'write_refused'],
    [409, 'Conflict', 'write_refused'],
  ])('%i "%s" is %s', async (status, message, code) => {
    const on = wire();
    on.api.patch(CHECKS).reply(status, { message });

    const answer = await on.doors.writer.write(API, PATCH);

    expect(answer).toMatchObject({
      kind: 'refused',
      why: { code, detail: expect.stringContaining(message) },
    });
  });

  test('a missing permission is named as GitHub names it', async () => {
    const on = wire();
    const headers = { 'x-accepted-github-permissions': 'administration=write' };
    on.api.patch(CHECKS).reply(403, { message: 'Resource not accessible by integration' }, headers);

    const answer = await on.doors.writer.write(API, PATCH);

    expect(answer).toMatchObject({ why: { detail: expect.stringContaining('administration=write') } });
  });

  test("GitHub's own details are told, in at most 300 characters and on one line", async () => {
    const on = wire();
    const errors = ['checks: no\nsubschema matched', { message: `💥${'x'.repeat(400)}` }];
    on.api.patch(CHECKS).reply(422, { message: 'Validation Failed', errors });

    const answer = await on.doors.writer.write(API, PATCH);

    const words = answer.kind === 'refused' ? answer.why.detail : '';
    expect(words).toContain('Validation Failed · checks: no subschema matched · 💥x');
    expect(words.replace('GitHub answered 422: ', '')).toHaveLength(300);
  });

  test.each([
    ['FORBIDDEN', 'Resource not accessible by integration', 'permission_missing'],
    [
      'FORBIDDEN',
      'Upgrade to GitHub Pro or make this repository public to enable this feature.',
      'upgrade_or_public_required',
    ],
    ['NOT_FOUND', "Could not resolve to a node with the global id of 'BPR_1'.", 'write_refused'],
    ['UNPROCESSABLE', 'Name already protected: main', 'write_refused'],
    [undefined, 'Repository was archived so is read-only.', 'repository_archived'],
  ])('GraphQL %s "%s" is %s', async (type, message, code) => {
    const on = wire();
    on.api.post('/graphql').reply(200, { data: { rule: null }, errors: [{ type, message, path: ['rule'] }] });

    const answer = await on.doors.writer.write(API, UPDATE);

    expect(answer).toMatchObject({ kind: 'refused', why: { code } });
  });

  test('a rule written, with actors that its answer hides, is written', async () => {
    const on = wire();
    const errors = [
      {
        type: 'FORBIDDEN',
        message: 'no',
        path: ['rule', 'branchProtectionRule', 'pushAllowances', 'nodes', 0, 'actor'],
      },
    ];
    const rule = graphRule({
      restrictsPushes: true,
      pushAllowances: { totalCount: 1, nodes: [{ actor: null }] },
    });
    on.api.post('/graphql').reply(200, { data: { rule: { branchProtectionRule: rule } }, errors });

    const answer = await on.doors.writer.write(API, UPDATE);

    expect(answer).toMatchObject({ kind: 'written', shown: { includeAdmins: true, pushers: 'notVisible' } });
  });

  test('checks whose Apps the answer hides are not shown, rather than shown as "any"', async () => {
    const on = wire();
    const path = ['rule', 'branchProtectionRule', 'requiredStatusChecks', 0, 'app'];
    const rule = graphRule({ requiredStatusChecks: [{ context: 'test', app: null }] });
    const errors = [{ type: 'FORBIDDEN', message: 'no', path }];
    on.api.post('/graphql').reply(200, { data: { rule: { branchProtectionRule: rule } }, errors });

    const answer = await on.doors.writer.write(API, UPDATE);

    expect(answer.kind === 'written' && Object.keys(answer.shown)).not.toContain('checks');
  });
});

describe('a write whose answer was lost', () => {
  test.each([
    ['an error of the server', 502],
    ['an overload', 503],
  ])('is not sent again by itself: %s', async (_what, status) => {
    const on = wire();
    let sent = 0;
    on.api
      .patch(CHECKS)
      .times(2)
      .reply(() => {
        sent += 1;
        return [status, { message: 'Server Error' }];
      });

    const answer = on.doors.writer.write(API, PATCH);

    await expect(answer).rejects.toThrow(`PATCH ${CHECKS}: answer ${status}`);
    expect(sent).toBe(1);
  });

  test('nor when the connection was cut, by REST or by GraphQL', async () => {
    const on = wire();
    on.api.patch(CHECKS).replyWithError('socket hang up');
    on.api.post('/graphql').replyWithError('socket hang up');

    const answers = await Promise.allSettled([
      on.doors.writer.write(API, PATCH),
      on.doors.writer.write(API, UPDATE),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(nock.pendingMocks()).toEqual([]);
  });

  test('a mutation without a rule and without a reason is thrown', async () => {
    const on = wire();
    on.api.post('/graphql').reply(200, { data: { rule: null } });

    const answer = on.doors.writer.write(API, UPDATE);

    await expect(answer).rejects.toThrow('no rule in it');
  });

  test('a repository that moved is not written to, under either name', async () => {
    const on = wire();
    on.api.patch(CHECKS).reply(301, '', { location: 'https://api.github.test/repositories/1/moved' });
    const moved = on.api.patch('/repositories/1/moved').reply(200, { strict: true, checks: [] });

    const answer = on.doors.writer.write(API, PATCH);

    await expect(answer).rejects.toThrow('no answer');
    expect(moved.isDone()).toBe(false);
  });
});

describe('the REST view of a rule', () => {
  const PROTECTION = '/repos/acme/api/branches/main/protection';

  test('"Branch not protected" is GitHub\'s own word that there is none', async () => {
    const on = wire();
    on.api.get(PROTECTION).reply(404, { message: 'Branch not protected' });

    const answer = await on.doors.reader.protection(API, 'main');

    expect(answer).toEqual({ kind: 'absent' });
  });

  test.each([
    [404, 'Not Found', 'repository_not_found'],
    [404, 'Branch not found', 'branch_missing'],
    [403, 'Resource not accessible by integration', 'permission_missing'],
    [
      403,
      'Upgrade to GitHub Pro or make this repository public to enable this feature.',
      'upgrade_or_public_required',
    ],
    [418, 'Teapot', 'read_incomplete'],
  ])('%i "%s" leaves it unknown: %s', async (status, message, code) => {
    const on = wire();
    on.api.get(PROTECTION).reply(status, { message });

    const answer = await on.doors.reader.protection(API, 'main');

    expect(answer).toMatchObject({ kind: 'unknown', why: { code } });
  });

  test('a branch with a slash in its name is asked for by its whole name', async () => {
    const on = wire();
    on.api
      .get('/repos/acme/api/branches/rel%2F1/protection')
      .reply(200, { enforce_admins: { enabled: true } });

    const answer = await on.doors.reader.protection(API, 'rel/1');

    expect(answer).toMatchObject({
      kind: 'found',
      protection: { includeAdmins: true, checks: null, pushers: null },
    });
  });

  test.each([
    [{ protected: true, protection: { enabled: false } }, false],
    [{ protected: true, protection: { enabled: true } }, true],
    [{ protected: false }, false],
    [{ name: 'main' }, null],
  ])('whether protection is enforced: %j says %s', async (body, enforced) => {
    const on = wire();
    on.api.get('/repos/acme/api/branches/main').reply(200, body);

    const answer = await on.doors.reader.enforced(API, 'main');

    expect(answer).toBe(enforced);
  });
});

describe('a secret', () => {
  test('is in no log line and in no error, whatever GitHub answers', async () => {
    const on = wire();
    const message = `Bad token ${TOKEN} in Authorization: token ${TOKEN}`;
    on.api.post('/graphql').times(3).reply(502, message, { 'x-echo': TOKEN });
    on.api.patch(CHECKS).reply(422, { message, errors: [message] });
    on.api.get('/repos/acme/api/branches/main').times(3).reply(500, { message });

    const thrown = await Promise.allSettled([
      on.doors.reader.repository({ repo: API, branches: ['main'] }),
      on.doors.reader.enforced(API, 'main'),
    ]);
    const refused = await on.doors.writer.write(API, PATCH);

    const told = [
      ...thrown.map((one) => (one.status === 'rejected' ? errorText(one.reason) : '')),
      JSON.stringify(refused),
    ];
    expect(told).toHaveLength(3);
    for (const text of [...told, on.log()]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain('c2VjcmV0');
      expect(text).not.toContain(KEY.split('\n')[1]);
    }
    expect(on.log()).toContain('GitHub request');
  });

  /** All of an error that a logger could print: message, stack, own fields, causes. */
  function errorText(error: unknown): string {
    if (!(error instanceof Error)) return JSON.stringify(error);
    return [error.message, error.stack, JSON.stringify(error), errorText(error.cause ?? null)].join('\n');
  }
});
