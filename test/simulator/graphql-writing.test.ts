import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql, askingAsInstallation, type Ask, type GraphqlReply } from '#kit/contract-client';
import { startSimulator, type Simulator } from '#simulator';

const ACTIONS = 15368;
const ACTIONS_ID = Buffer.from('03:App15368').toString('base64');

// One key for all of them: making one takes longer than everything else in a test.
let privateKey: string | undefined;
let github: Simulator;
let ask: Ask;

beforeEach(async () => {
  const known = privateKey === undefined ? {} : { privateKey };
  github = await startSimulator({ appId: 4711, appSlug: 'mainstay', webhookSecret: 's', ...known });
  ({ privateKey } = github);
  const { world } = github;
  world.addOrganisation('acme', { members: { ada: 'admin', bob: 'member' } });
  world.createRepository('acme/api', { by: 'ada' });
  const installation = world.installApp('acme', { by: 'ada' });
  ask = await askingAsInstallation(github, installation.id);
});

afterEach(() => github.close());

function create(input: object): Promise<GraphqlReply> {
  const query = `mutation Create($input: CreateBranchProtectionRuleInput!) { createBranchProtectionRule(input: $input) {
    clientMutationId branchProtectionRule { id pattern requiredStatusChecks { context app { databaseId } } pushAllowances(first: 5) { totalCount } } } }`;
  return askGraphql(ask, query, {
    input: { repositoryId: github.world.repository('acme/api').nodeId, ...input },
  });
}

function update(input: object): Promise<GraphqlReply> {
  const query = `mutation Update($input: UpdateBranchProtectionRuleInput!) { updateBranchProtectionRule(input: $input) { branchProtectionRule { id } } }`;
  return askGraphql(ask, query, { input: { branchProtectionRuleId: rule().nodeId, ...input } });
}

function remove(branchProtectionRuleId: string): Promise<GraphqlReply> {
  const query = `mutation Delete($id: ID!) { deleteBranchProtectionRule(input: { branchProtectionRuleId: $id, clientMutationId: "mine" }) { clientMutationId } }`;
  return askGraphql(ask, query, { id: branchProtectionRuleId });
}

function rule() {
  const [first] = github.world.repository('acme/api').rules.values();
  if (first === undefined) throw new Error('there is no rule');
  return first;
}

function protectMain(set: Parameters<typeof github.world.setProtection>[1]['set']) {
  return github.world.setProtection('acme/api', { pattern: 'main', by: 'ada', set });
}

function told() {
  return github.deliveries
    .filter(({ event }) => event === 'branch_protection_rule')
    .map(({ action, payload }) => ({ action, sender: payload['sender'], changes: payload['changes'] }));
}

describe('creating a rule', () => {
  test('protects a pattern with what was asked for, each check from its source', async () => {
    const checks = [
      { context: 'test', appId: ACTIONS_ID },
      { context: 'lint', appId: 'any' },
    ];

    const { data, errors } = await create({
      pattern: 'main',
      requiresStatusChecks: true,
      requiredStatusChecks: checks,
      isAdminEnforced: true,
    });

    expect(errors).toEqual([]);
    expect(data.createBranchProtectionRule.branchProtectionRule.requiredStatusChecks).toEqual([
      { context: 'test', app: { databaseId: ACTIONS } },
      { context: 'lint', app: null },
    ]);
    expect(rule()).toMatchObject({ pattern: 'main', creator: 'mainstay[bot]' });
    expect(rule().settings).toMatchObject({
      adminsEnforced: true,
      forcePushes: false,
      checks: {
        strict: false,
        checks: [
          { context: 'test', appId: ACTIONS },
          { context: 'lint', appId: null },
        ],
      },
    });
  });

  test('is possible before the branch exists', async () => {
    github.world.createRepository('acme/empty', { by: 'ada', from: 'empty' });

    const { errors } = await create({
      repositoryId: github.world.repository('acme/empty').nodeId,
      pattern: 'main',
    });

    expect(errors).toEqual([]);
    expect(github.world.repository('acme/empty').rules.size).toBe(1);
  });

  test('pins a check without a source to the app that reported it last', async () => {
    github.world.reportCheck('acme/api', { name: 'test', appId: ACTIONS, conclusion: 'success', by: 'ada' });

    await create({
      pattern: 'main',
      requiresStatusChecks: true,
      requiredStatusChecks: [{ context: 'test' }, { context: 'new' }],
    });

    expect(rule().settings.checks?.checks).toEqual([
      { context: 'test', appId: ACTIONS },
      { context: 'new', appId: null },
    ]);
  });

  test('leaves out, without a word, actors who cannot write to the repository', async () => {
    const ids = ['ada', 'bob'].map((login) => github.state.people.get(login)?.nodeId);

    const { data, errors } = await create({ pattern: 'main', restrictsPushes: true, pushActorIds: ids });

    expect(errors).toEqual([]);
    expect(data.createBranchProtectionRule.branchProtectionRule.pushAllowances.totalCount).toBe(1);
    expect(rule().settings.restrictions).toEqual({ users: ['ada'], teams: [], apps: [] });
  });

  test('tells the same webhook as the settings page does, sent by the app', async () => {
    await create({ pattern: 'main' });

    expect(told()).toMatchObject([{ action: 'created', sender: { login: 'mainstay[bot]', type: 'Bot' } }]);
  });

  test('of a pattern that is protected already is refused', async () => {
    protectMain({});

    const { status, data, errors } = await create({ pattern: 'main' });

    expect(status).toBe(200);
    expect(data).toEqual({ createBranchProtectionRule: null });
    expect(errors).toMatchObject([{ type: 'UNPROCESSABLE', message: 'Name already protected: main' }]);
    expect(github.world.repository('acme/api').rules.size).toBe(1);
  });
});

describe('updating a rule', () => {
  test('changes only the fields that are sent', async () => {
    const before = protectMain({
      signatures: true,
      deployments: ['production'],
      bypassForcePush: { users: ['ada'], teams: [], apps: [] },
      checks: { strict: true, checks: [{ context: 'test', appId: null }] },
      reviews: {
        count: 2,
        dismissStale: true,
        codeOwners: true,
        lastPushApproval: false,
        dismissal: null,
        bypass: { users: ['ada'], teams: [], apps: [] },
      },
    }).settings;

    const { errors } = await update({ isAdminEnforced: true });

    expect(errors).toEqual([]);
    expect(rule().settings).toEqual({ ...before, adminsEnforced: true });
  });

  test('switches required checks on where the rule had none', async () => {
    protectMain({ linearHistory: true });

    await update({ requiresStatusChecks: true, requiredStatusChecks: [{ context: 'test', appId: 'any' }] });

    expect(rule().settings).toMatchObject({
      linearHistory: true,
      checks: { strict: false, checks: [{ context: 'test', appId: null }] },
    });
  });

  test('says nothing about checks while they are switched off', async () => {
    protectMain({});

    await update({ requiredStatusChecks: [{ context: 'test', appId: 'any' }] });

    expect(rule().settings.checks).toBeNull();
  });

  test('tells a webhook with what changed, and none when nothing did', async () => {
    protectMain({ adminsEnforced: true });

    await update({ isAdminEnforced: true });
    await update({ isAdminEnforced: false });

    expect(told().slice(1)).toMatchObject([
      { action: 'edited', sender: { login: 'mainstay[bot]' }, changes: { admin_enforced: { from: true } } },
    ]);
  });

  test('takes the pattern along when it is renamed', async () => {
    protectMain({ signatures: true });

    await update({ pattern: 'release/*' });

    expect(rule()).toMatchObject({ pattern: 'release/*', settings: { signatures: true } });
  });

  test('with an app that does not exist changes nothing', async () => {
    protectMain({});

    const { errors } = await update({
      requiresStatusChecks: true,
      requiredStatusChecks: [{ context: 'test', appId: 'nonsense' }],
    });

    expect(errors).toMatchObject([
      { type: 'NOT_FOUND', message: "Could not resolve to a node with the global id of 'nonsense'" },
    ]);
    expect(rule().settings.checks).toBeNull();
  });
});

describe('deleting a rule', () => {
  test('takes it away and says so', async () => {
    const { nodeId } = protectMain({});

    const { data } = await remove(nodeId);

    expect(data).toEqual({ deleteBranchProtectionRule: { clientMutationId: 'mine' } });
    expect(github.world.repository('acme/api').rules.size).toBe(0);
    expect(told()).toMatchObject([{ action: 'created' }, { action: 'deleted' }]);
  });
});

describe('a write that GitHub refuses', () => {
  test('without the permission changes nothing', async () => {
    const { nodeId } = protectMain({});
    github.world.changePermissions('acme', {
      by: 'ada',
      permissions: { administration: 'read', contents: 'read' },
    });

    const replies = [
      await create({ pattern: 'release/*' }),
      await update({ isAdminEnforced: true }),
      await remove(nodeId),
    ];

    for (const { errors } of replies) {
      expect(errors).toMatchObject([
        { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
      ]);
    }
    expect([...github.world.repository('acme/api').rules.values()]).toMatchObject([
      { pattern: 'main', settings: { adminsEnforced: false } },
    ]);
  });

  test('to an archived repository changes nothing', async () => {
    github.world.archive('acme/api', { by: 'ada' });

    const { errors } = await create({ pattern: 'main' });

    expect(errors).toMatchObject([{ message: 'Repository was archived so is read-only.' }]);
    expect(github.world.repository('acme/api').rules.size).toBe(0);
  });

  test('to a private repository of a free plan names the plan', async () => {
    github.world.addOrganisation('small', { plan: 'free', members: { ada: 'admin' } });
    github.world.createRepository('small/app', { by: 'ada', visibility: 'private' });
    const installation = github.world.installApp('small', { by: 'ada' });
    ask = await askingAsInstallation(github, installation.id);

    const { errors } = await create({
      repositoryId: github.world.repository('small/app').nodeId,
      pattern: 'main',
    });

    expect(errors[0]?.message).toBe(
      'Upgrade to GitHub Pro or make this repository public to enable this feature.',
    );
  });
});
