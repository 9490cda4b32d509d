import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql, askingAsInstallation } from '#kit/contract-client';
import { startAcme, type Acme } from './acme.ts';

const PERMISSIONS = {
  metadata: 'read',
  administration: 'write',
  contents: 'read',
  organization_administration: 'write',
  merge_queues: 'read',
} as const;

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ permissions: PERMISSIONS });
});

afterEach(() => acme.github.close());

async function ofApi(fields: string, ask = acme.ask): Promise<unknown> {
  const { data, errors } = await askGraphql(ask, `{ repository(owner: "acme", name: "api") { ${fields} } }`);
  expect(errors).toEqual([]);
  return data.repository as unknown;
}

describe('who bypasses a ruleset, by GraphQL', () => {
  const FIELDS = `rulesets(first: 5) { nodes { name bypassActors(first: 10) { nodes { bypassMode deployKey
    organizationAdmin enterpriseOwner repositoryRoleDatabaseId repositoryRoleName
    actor { __typename ... on App { databaseId } ... on Team { slug } } } } } }`;
  const NOT = {
    deployKey: false,
    organizationAdmin: false,
    enterpriseOwner: false,
    repositoryRoleDatabaseId: null,
    repositoryRoleName: null,
    actor: null,
  };

  test('is told with every kind of actor and mode', async () => {
    const team = acme.github.state.teams.get('acme/platform');
    const bypassActors = [
      { actor_type: 'Integration', actor_id: 4711, bypass_mode: 'always' },
      { actor_type: 'Team', actor_id: team?.id, bypass_mode: 'pull_request' },
      { actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'exempt' },
      { actor_type: 'OrganizationAdmin', actor_id: 1 },
      { actor_type: 'DeployKey', actor_id: null, bypass_mode: 'always' },
      { actor_type: 'User', actor_id: 12, bypass_mode: 'always' },
    ];
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: { bypassActors } });

    const shown = await ofApi(FIELDS);

    const nodes = [
      { ...NOT, bypassMode: 'ALWAYS', actor: { __typename: 'App', databaseId: 4711 } },
      { ...NOT, bypassMode: 'PULL_REQUEST', actor: { __typename: 'Team', slug: 'platform' } },
      { ...NOT, bypassMode: null, repositoryRoleDatabaseId: 5, repositoryRoleName: 'admin' },
      { ...NOT, bypassMode: 'ALWAYS', organizationAdmin: true },
      { ...NOT, bypassMode: 'ALWAYS', deployKey: true },
      { ...NOT, bypassMode: 'ALWAYS' },
    ];
    expect(shown).toEqual({ rulesets: { nodes: [{ name: 'own', bypassActors: { nodes } }] } });
  });

  test('is null where the ruleset could not be written', async () => {
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: {} });
    acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set: {} });
    acme.world.changePermissions('acme', {
      permissions: { contents: 'read', administration: 'write' },
      by: 'olivia',
    });
    const ask = await askingAsInstallation(acme.github, acme.installation);

    expect(await ofApi(FIELDS, ask)).toEqual({
      rulesets: {
        nodes: [
          { name: 'own', bypassActors: { nodes: [] } },
          { name: 'of acme', bypassActors: null },
        ],
      },
    });
  });
});

describe('the rulesets of a repository, by GraphQL', () => {
  test('are asked for by target and without parents', async () => {
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: {} });
    acme.world.editRuleset('acme/api', { name: 'tags', by: 'mia', set: { target: 'tag' } });
    acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set: {} });

    const shown = await ofApi(`
      all: rulesets(first: 5) { nodes { name target } }
      own: rulesets(first: 5, includeParents: false) { nodes { name } }
      tags: rulesets(first: 5, targets: [TAG]) { nodes { name } }`);

    expect(shown).toEqual({
      all: {
        nodes: [
          { name: 'own', target: 'BRANCH' },
          { name: 'tags', target: 'TAG' },
          { name: 'of acme', target: 'BRANCH' },
        ],
      },
      own: { nodes: [{ name: 'own' }, { name: 'tags' }] },
      tags: { nodes: [{ name: 'tags' }] },
    });
  });

  test('say for which repositories they are meant, in each of the three ways', async () => {
    const { id, nodeId } = acme.world.repository('acme/api');
    const property = { name: 'tier', property_values: ['1'] };
    acme.world.setProperties('acme/api', { properties: { tier: '1' }, by: 'olivia' });
    acme.world.editRuleset('acme', {
      name: 'name',
      by: 'olivia',
      set: { repositories: { kind: 'name', include: ['a*'], exclude: ['ab*'], protected: true } },
    });
    acme.world.editRuleset('acme', {
      name: 'id',
      by: 'olivia',
      set: { repositories: { kind: 'id', ids: [id] } },
    });
    acme.world.editRuleset('acme', {
      name: 'property',
      by: 'olivia',
      set: { repositories: { kind: 'property', include: [property], exclude: [] } },
    });

    const shown = await ofApi(`rulesets(first: 5) { nodes { conditions {
      repositoryName { include exclude protected } repositoryId { repositoryIds }
      repositoryProperty { include { name propertyValues source } exclude { name } } } } }`);

    const none = { repositoryName: null, repositoryId: null, repositoryProperty: null };
    const include = [{ name: 'tier', propertyValues: ['1'], source: 'custom' }];
    expect(shown).toEqual({
      rulesets: {
        nodes: [
          { conditions: { ...none, repositoryName: { include: ['a*'], exclude: ['ab*'], protected: true } } },
          { conditions: { ...none, repositoryId: { repositoryIds: [nodeId] } } },
          { conditions: { ...none, repositoryProperty: { include, exclude: [] } } },
        ],
      },
    });
  });

  test('are found by their ids, one of another organisation is not', async () => {
    acme.world.addOrganisation('other', { members: { olivia: 'admin' } });
    acme.world.createRepository('other/app', { by: 'olivia' });
    const seen = acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set: {} });
    const hidden = acme.world.editRuleset('other', { name: 'of other', by: 'olivia', set: {} });
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on RepositoryRuleset { name } } }';

    const { data, errors } = await askGraphql(acme.ask, query, { ids: [seen.nodeId, hidden.nodeId] });

    expect(data.nodes).toEqual([{ name: 'of acme' }, null]);
    expect(errors).toMatchObject([{ type: 'NOT_FOUND' }]);
  });

  test('hold rules of types that the schema does not know, with their names and without parameters', async () => {
    const rules = [{ type: 'quantum_entanglement', parameters: { spin: 'up' } }, { type: 'deletion' }];
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: { rules } });

    const shown = await ofApi(
      `defaultBranchRef { rules(first: 5) { nodes { type parameters { __typename } } } }`,
    );

    expect(shown).toMatchObject({
      defaultBranchRef: {
        rules: {
          nodes: expect.arrayContaining([
            { type: 'QUANTUM_ENTANGLEMENT', parameters: null },
            { type: 'DELETION', parameters: null },
          ]),
        },
      },
    });
  });
});

describe('a merge queue, by GraphQL', () => {
  const QUEUE = `mergeQueue { configuration { mergeMethod checkResponseTimeout } entries(first: 5) { totalCount } }`;

  test('is null before a branch that has none', async () => {
    expect(await ofApi(QUEUE)).toEqual({ mergeQueue: null });
  });

  test('is there while a person has switched it on for the branch', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: {} });
    acme.world.setMergeQueue('acme/api', { branch: 'main', on: true, by: 'mia' });
    const on = await ofApi(`mergeQueue(branch: "main") { id } other: mergeQueue(branch: "topic") { id }`);
    acme.world.setMergeQueue('acme/api', { branch: 'main', on: false, by: 'mia' });

    expect(on).toMatchObject({ mergeQueue: { id: expect.stringMatching(/^MQ_/) }, other: null });
    expect(await ofApi(QUEUE)).toEqual({ mergeQueue: null });
    const told = acme.github.deliveries.filter(({ event }) => event === 'branch_protection_rule');
    expect(told.at(-1)?.payload).toMatchObject({
      action: 'edited',
      changes: { merge_queue_enforcement_level: { from: 'non_admins' } },
    });
  });

  test('comes from a ruleset as well, as that one sets it up', async () => {
    const parameters = { merge_method: 'SQUASH', check_response_timeout_minutes: 9 };
    const rules = [{ type: 'merge_queue', parameters }];
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: { rules } });

    const configuration = { mergeMethod: 'SQUASH', checkResponseTimeout: 9 };
    expect(await ofApi(QUEUE)).toEqual({ mergeQueue: { configuration, entries: { totalCount: 0 } } });
  });

  test('outlives a change of the rule that it is part of', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: {} });
    acme.world.setMergeQueue('acme/api', { branch: 'main', on: true, by: 'mia' });
    const body = {
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    };

    await acme.ask('PUT', '/repos/acme/api/branches/main/protection', { body });

    expect(await ofApi(QUEUE)).toMatchObject({ mergeQueue: { entries: { totalCount: 0 } } });
  });

  test('is refused, not hidden, without the permission', async () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    const { data, errors } = await askGraphql(
      acme.ask,
      '{ repository(owner: "acme", name: "api") { mergeQueue { id } } }',
    );

    expect(data.repository.mergeQueue).toBeNull();
    expect(errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  });
});
