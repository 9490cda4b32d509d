import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Protection, Write } from '#model';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
  const { world } = here.simulator;
  world.addPerson('piet');
  world.setRole('acme/api', { who: 'piet', role: 'write' });
});
afterEach(async () => expect(await closed(here)).toEqual([]));

const NOBODY = { users: [], teams: [], apps: [] };
const FULL: Protection = {
  checks: {
    strict: true,
    required: [
      { context: 'test', source: 15368 },
      { context: 'lint', source: 'any' },
    ],
  },
  includeAdmins: true,
  reviews: {
    count: 1,
    codeOwners: true,
    dismissStale: true,
    lastPush: true,
    dismissers: null,
    bypassers: [],
  },
  pushers: null,
  blockCreations: false,
  allowForcePushes: false,
  forcePushers: [],
  allowDeletions: false,
  linearHistory: true,
  signatures: false,
  conversationResolution: true,
  lockBranch: false,
  allowForkSyncing: false,
  deployments: null,
};

async function ruleOfMain() {
  const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });
  const rule = read.known ? read.value.branches[0]?.rule : undefined;
  if (!rule?.known || !rule.value || !read.known) throw new Error('no rule');
  return { rule: rule.value, repo: read.value.repo };
}

describe('the four writes', () => {
  test('PATCH of the checks changes the checks only, "any source" included, and shows them', async () => {
    const { world } = here.simulator;
    const checks = { strict: true, checks: [{ context: 'old', appId: null }] };
    world.setProtection('acme/api', { pattern: 'main', by: 'olga', set: { checks, linearHistory: true } });
    const required = [
      { context: 'test', source: 15368 },
      { context: 'lint', source: 'any' },
    ] as const;

    const answer = await here.doors.writer.write(API, {
      by: 'patch-checks',
      branch: 'main',
      strict: null,
      checks: required,
    });

    const { rule } = await ruleOfMain();
    expect(answer).toEqual({ kind: 'written', shown: { checks: { strict: true, required } } });
    expect(rule.protection).toMatchObject({ checks: { strict: true, required }, linearHistory: true });
  });

  test('PATCH of strictness alone leaves the checks alone', async () => {
    const checks = { strict: false, checks: [{ context: 'test', appId: 15368 }] };
    here.simulator.world.setProtection('acme/api', { pattern: 'main', by: 'olga', set: { checks } });

    await here.doors.writer.write(API, { by: 'patch-checks', branch: 'main', strict: true, checks: null });

    const { rule } = await ruleOfMain();
    expect(rule.protection.checks).toEqual({ strict: true, required: [{ context: 'test', source: 15368 }] });
  });

  test('PUT protects a branch that has no rule, and its answer shows what it made', async () => {
    const write: Write = { by: 'put-protection', branch: 'main', protection: FULL };

    const answer = await here.doors.writer.write(API, write);

    const { rule } = await ruleOfMain();
    expect(rule).toMatchObject({ pattern: 'main', protection: FULL });
    const shown = Object.entries(FULL).filter(([name]) => !['forcePushers', 'deployments'].includes(name));
    expect(answer).toEqual({ kind: 'written', shown: Object.fromEntries(shown) });
  });

  test('PUT of the five checks and nothing more leaves reviews and restrictions off', async () => {
    const checks = { strict: false, required: [{ context: 'test', source: 'any' }] } as const;
    const protection: Protection = {
      ...FULL,
      checks,
      reviews: null,
      linearHistory: false,
      conversationResolution: false,
    };

    await here.doors.writer.write(API, { by: 'put-protection', branch: 'main', protection });

    const { rule } = await ruleOfMain();
    expect(rule.protection).toEqual(protection);
  });

  test('a check of any source stays so although GitHub Actions has reported it, by all four writes', async () => {
    const { world } = here.simulator;
    const required = [{ context: 'lint', source: 'any' }] as const;
    const checks = { strict: false, required };
    const { writer } = here.doors;
    world.reportCheck('acme/api', { name: 'lint', by: 'olga' });
    const found = [];

    await writer.write(API, { by: 'put-protection', branch: 'main', protection: { ...FULL, checks } });
    found.push(await ruleOfMain());
    await writer.write(API, { by: 'patch-checks', branch: 'main', strict: null, checks: required });
    found.push(await ruleOfMain());
    const { rule, repo } = await ruleOfMain();
    await writer.write(API, { by: 'update-rule', rule: rule.id, fields: { checks } });
    found.push(await ruleOfMain());
    world.deleteProtection('acme/api', { pattern: 'main', by: 'olga' });
    const protection = { ...FULL, checks };
    await writer.write(API, { by: 'create-rule', repository: repo.nodeId, pattern: 'main', protection });
    found.push(await ruleOfMain());

    expect(found.map((one) => one.rule.protection.checks?.required)).toEqual([
      required,
      required,
      required,
      required,
    ]);
  });

  test('PUT carries people by login, and GitHub shows whom it left out', async () => {
    const { world } = here.simulator;
    world.addPerson('stranger');
    const pushers = [
      { kind: 'user', id: 'unused', name: 'piet' },
      { kind: 'user', id: 'unused', name: 'stranger' },
    ] as const;

    const answer = await here.doors.writer.write(API, {
      by: 'put-protection',
      branch: 'main',
      protection: { ...FULL, pushers },
    });

    const shown = answer.kind === 'written' ? answer.shown.pushers : null;
    expect(shown).toEqual([{ kind: 'user', id: expect.any(String), name: 'piet' }]);
  });

  test('the update of a rule touches only its own fields, and shows the whole rule', async () => {
    const { world } = here.simulator;
    world.setProtection('acme/api', {
      pattern: 'main',
      by: 'olga',
      set: {
        restrictions: { ...NOBODY, users: ['piet'] },
        signatures: true,
        deployments: ['production'],
        forcePushes: true,
      },
    });
    const before = await ruleOfMain();
    const required = [
      { context: 'test', source: 15368 },
      { context: 'lint', source: 'any' },
    ] as const;

    const answer = await here.doors.writer.write(API, {
      by: 'update-rule',
      rule: before.rule.id,
      fields: {
        checks: { strict: false, required },
        includeAdmins: true,
        allowForcePushes: false,
        allowDeletions: false,
      },
    });

    const after = await ruleOfMain();
    expect(after.rule.protection).toEqual({
      ...before.rule.protection,
      checks: { strict: false, required },
      includeAdmins: true,
      allowForcePushes: false,
    });
    expect(answer).toEqual({ kind: 'written', shown: after.rule.protection, rule: after.rule.id });
  });

  test('a new rule beside a wildcard carries over everything and everybody', async () => {
    const { world } = here.simulator;
    world.setProtection('acme/api', {
      pattern: 'm*',
      by: 'olga',
      set: {
        checks: { strict: true, checks: [{ context: 'test', appId: 15368 }] },
        reviews: {
          count: 2,
          dismissStale: true,
          codeOwners: true,
          lastPushApproval: false,
          dismissal: { ...NOBODY, users: ['piet'] },
          bypass: { ...NOBODY, users: ['piet'] },
        },
        restrictions: { ...NOBODY, users: ['piet'] },
        bypassForcePush: { ...NOBODY, users: ['piet'] },
        deployments: ['production'],
        signatures: true,
        blocksCreations: true,
      },
    });
    const wildcard = await ruleOfMain();
    const protection = { ...wildcard.rule.protection, includeAdmins: true };

    const answer = await here.doors.writer.write(API, {
      by: 'create-rule',
      repository: wildcard.repo.nodeId,
      pattern: 'main',
      protection,
    });

    const exact = await ruleOfMain();
    expect(exact.rule).toMatchObject({ pattern: 'main', protection });
    expect(answer).toEqual({ kind: 'written', shown: exact.rule.protection, rule: exact.rule.id });
    expect(here.simulator.world.repository('acme/api').rules.size).toBe(2);
  });

  test('a rule with actors that GitHub hides is never written, since they would be lost', async () => {
    const { repo } = await here.doors.reader
      .repository({ repo: API, branches: [] })
      .then((read) => (read.known ? read.value : Promise.reject(new Error('unread'))));
    const protection: Protection = { ...FULL, pushers: 'notVisible' };
    const since = here.simulator.exchanges.length;

    const answers = [
      await here.doors.writer.write(API, { by: 'put-protection', branch: 'main', protection }),
      await here.doors.writer.write(API, {
        by: 'create-rule',
        repository: repo.nodeId,
        pattern: 'main',
        protection,
      }),
    ];

    expect(answers.map((answer) => answer.kind === 'refused' && answer.why.code)).toEqual([
      'rule_not_visible',
      'rule_not_visible',
    ]);
    expect(here.simulator.count({ since }).total).toBe(0);
  });
});

describe("GitHub's refusals", () => {
  const PUT: Write = { by: 'put-protection', branch: 'main', protection: FULL };

  async function refusalOf(write: Write) {
    const answer = await here.doors.writer.write(API, write);
    return answer.kind === 'refused' ? answer.why : null;
  }

  test('a branch that does not exist', async () => {
    const why = await refusalOf({ ...PUT, branch: 'nowhere' });

    expect(why?.code).toBe('branch_missing');
  });

  test('a private repository on a free plan', async () => {
    const { world } = here.simulator;
    world.addOrganisation('small', { plan: 'free', members: { olga: 'admin' } });
    world.createRepository('small/secret', { by: 'olga', visibility: 'private', from: 'readme' });
    const { id } = world.installApp('small', { by: 'olga' });

    const answer = await here.github
      .installation(id)
      .writer.write(
        { owner: 'small', name: 'secret' },
        { by: 'put-protection', branch: 'main', protection: FULL },
      );

    expect(answer).toMatchObject({ kind: 'refused', why: { code: 'upgrade_or_public_required' } });
  });

  test('an archived repository', async () => {
    here.simulator.world.archive('acme/api', { by: 'olga' });

    const why = await refusalOf(PUT);

    expect(why?.code).toBe('repository_archived');
  });

  test('a permission that the organisation took away, by REST and by GraphQL', async () => {
    const { world } = here.simulator;
    const set = { checks: { strict: false, checks: [{ context: 'test', appId: null }] } };
    world.setProtection('acme/api', { pattern: 'main', by: 'olga', set });
    const { rule } = await ruleOfMain();
    world.changePermissions('acme', {
      by: 'olga',
      permissions: { administration: 'read', contents: 'read' },
    });
    here.github.forget(here.installation);

    const byRest = await refusalOf(PUT);
    const byGraph = await refusalOf({ by: 'update-rule', rule: rule.id, fields: { includeAdmins: true } });

    expect(byRest).toMatchObject({
      code: 'permission_missing',
      detail: expect.stringContaining('administration'),
    });
    expect(byGraph?.code).toBe('permission_missing');
  });

  test('a rule that was deleted meanwhile is a refused write, and nothing is made in its place', async () => {
    const { world } = here.simulator;
    world.setProtection('acme/api', { pattern: 'main', by: 'olga', set: {} });
    const { rule } = await ruleOfMain();
    world.deleteProtection('acme/api', { pattern: 'main', by: 'olga' });

    const why = await refusalOf({ by: 'update-rule', rule: rule.id, fields: { includeAdmins: true } });

    expect(why?.code).toBe('write_refused');
    expect(world.repository('acme/api').rules.size).toBe(0);
  });
});
