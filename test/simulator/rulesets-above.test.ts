import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql } from '#kit/contract-client';
import { startAcme, type Acme } from './acme.ts';

const RULESETS = '/orgs/acme/rulesets';
const REFS = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } };
const EVERYWHERE = { repository_name: { include: ['~ALL'], exclude: [], protected: false } };
const OWNER = { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' };
const HOUSE = {
  name: 'house',
  target: 'branch',
  enforcement: 'active',
  conditions: { ...REFS, ...EVERYWHERE },
  rules: [{ type: 'deletion' }],
  bypass_actors: [OWNER],
};
const PERMISSIONS = {
  metadata: 'read',
  administration: 'write',
  contents: 'read',
  organization_administration: 'write',
} as const;

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ permissions: PERMISSIONS });
});

afterEach(() => acme.github.close());

async function typesOn(fullName: string): Promise<readonly string[]> {
  const { body } = await acme.ask('GET', `/repos/${fullName}/rules/branches/main`);
  return (body as readonly { readonly type: string }[]).map(({ type }) => type);
}

describe('a ruleset of an organisation', () => {
  test('is made, changed, listed and taken away', async () => {
    const made = await acme.ask('POST', RULESETS, { body: HOUSE });
    const path = `${RULESETS}/${made.body.id}`;
    const changed = await acme.ask('PUT', path, { body: { enforcement: 'disabled' } });
    const listed = await acme.ask('GET', RULESETS);
    const read = await acme.ask('GET', path);
    const deleted = await acme.ask('DELETE', path);

    expect([made.status, changed.status, deleted.status]).toEqual([201, 200, 204]);
    expect(listed.body).toMatchObject([{ name: 'house', source_type: 'Organization', source: 'acme' }]);
    expect(read.body).toMatchObject({ ...HOUSE, enforcement: 'disabled' });
    expect(acme.github.state.organisations.get('acme')?.rulesets.size).toBe(0);
  });

  test('is told of once, with the organisation and without a repository', async () => {
    await acme.ask('POST', RULESETS, { body: HOUSE });

    const told = acme.github.deliveries.filter(({ event }) => event === 'repository_ruleset');

    expect(told).toHaveLength(1);
    expect(told[0]?.payload).toMatchObject({
      action: 'created',
      organization: { login: 'acme' },
      sender: { login: 'mainstay[bot]' },
    });
    expect(told[0]?.payload).not.toHaveProperty('repository');
  });

  test('holds in repositories by name, except those it leaves out', async () => {
    acme.world.createRepository('acme/app-web', { by: 'olivia' });
    acme.world.createRepository('acme/app-old', { by: 'olivia' });
    const repository_name = { include: ['app-*'], exclude: ['*-old'], protected: true };

    const { body } = await acme.ask('POST', RULESETS, {
      body: { ...HOUSE, conditions: { ...REFS, repository_name } },
    });

    expect(body.conditions.repository_name).toEqual(repository_name);
    expect(await typesOn('acme/app-web')).toEqual(['deletion']);
    expect(await typesOn('acme/app-old')).toEqual([]);
    expect(await typesOn('acme/api')).toEqual([]);
  });

  test('holds in repositories by id', async () => {
    const { id } = acme.world.createRepository('acme/web', { by: 'olivia' });
    const repository_id = { repository_ids: [id] };

    const { body } = await acme.ask('POST', RULESETS, {
      body: { ...HOUSE, conditions: { ...REFS, repository_id } },
    });

    expect(body.conditions).toEqual({ ...REFS, repository_id });
    expect(await typesOn('acme/web')).toEqual(['deletion']);
    expect(await typesOn('acme/api')).toEqual([]);
  });

  test('holds in repositories by their properties, as soon as they have them', async () => {
    const repository_property = {
      include: [{ name: 'tier', property_values: ['1', '2'], source: 'custom' }],
      exclude: [{ name: 'visibility', property_values: ['public'], source: 'system' }],
    };
    const { body } = await acme.ask('POST', RULESETS, {
      body: { ...HOUSE, conditions: { ...REFS, repository_property } },
    });
    const before = await typesOn('acme/api');

    acme.world.setProperties('acme/api', { properties: { tier: '2' }, by: 'olivia' });
    const tagged = await typesOn('acme/api');
    acme.world.publicize('acme/api', { by: 'olivia' });
    const excluded = await typesOn('acme/api');

    expect(body.conditions).toEqual({ ...REFS, repository_property });
    expect([before, tagged, excluded]).toEqual([[], ['deletion'], []]);
  });

  test('may be tried out by an enterprise', async () => {
    acme.world.addEnterprise('mega', { organisations: ['acme'] });

    const { status } = await acme.ask('POST', RULESETS, { body: { ...HOUSE, enforcement: 'evaluate' } });

    expect(status).toBe(201);
    expect(await typesOn('acme/api')).toEqual([]);
  });

  test.each([
    ['no conditions', { conditions: undefined }],
    ['no repositories', { conditions: REFS }],
    [
      'two ways to name repositories',
      { conditions: { ...REFS, ...EVERYWHERE, repository_id: { repository_ids: [] } } },
    ],
    ['names as a list', { conditions: { ...REFS, repository_name: ['~ALL'] } }],
    ['ids that are no numbers', { conditions: { ...REFS, repository_id: { repository_ids: ['1'] } } }],
    ['no branches', { conditions: EVERYWHERE }],
    ['a merge queue', { rules: [{ type: 'merge_queue', parameters: {} }] }],
    ['a trial on a plan without trials', { enforcement: 'evaluate' }],
  ])('is refused with %s', async (_, change) => {
    const { status } = await acme.ask('POST', RULESETS, { body: { ...HOUSE, ...change } });

    expect(status).toBe(422);
    expect(acme.github.state.organisations.get('acme')?.rulesets.size).toBe(0);
  });

  test('is kept from those who may not write it: reading is forbidden, writing finds nothing', async () => {
    const { id } = acme.world.editRuleset('acme', { name: 'house', by: 'olivia', set: {} });
    acme.world.changePermissions('acme', {
      permissions: { administration: 'write', organization_administration: 'read' },
      by: 'olivia',
    });

    const listed = await acme.ask('GET', RULESETS);
    const read = await acme.ask('GET', `${RULESETS}/${id}`);
    const writes = [
      await acme.ask('POST', RULESETS, { body: HOUSE }),
      await acme.ask('PUT', `${RULESETS}/${id}`, { body: HOUSE }),
      await acme.ask('DELETE', `${RULESETS}/${id}`),
    ];

    for (const refused of [listed, read]) {
      expect(refused).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
      expect(refused.headers['x-accepted-github-permissions']).toBe('organization_administration=write');
    }
    expect(writes.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  test('does not exist on a free plan, not even one that was there before', async () => {
    acme.world.publicize('acme/api', { by: 'olivia' });
    await acme.ask('POST', RULESETS, { body: HOUSE });
    const before = await typesOn('acme/api');
    Object.assign(acme.github.state.organisations.get('acme') ?? {}, { plan: 'free' });

    const read = await acme.ask('GET', RULESETS);
    const written = await acme.ask('POST', RULESETS, { body: { ...HOUSE, name: 'new' } });

    const refused = { status: 403, body: { message: 'Upgrade to GitHub Team to enable this feature.' } };
    expect([read, written]).toMatchObject([refused, refused]);
    expect([before, await typesOn('acme/api')]).toEqual([['deletion'], []]);
  });
});

describe('a ruleset of an enterprise', () => {
  beforeEach(() => {
    acme.world.addEnterprise('mega', { organisations: ['acme'] });
    acme.world.editRuleset('enterprises/mega', {
      name: 'from above',
      by: 'olivia',
      set: { rules: [{ type: 'non_fast_forward' }], bypassActors: [OWNER], repositories: ['api'] },
    });
  });

  test('is in force in the repositories that it is about', async () => {
    acme.world.createRepository('acme/web', { by: 'olivia' });

    const { body } = await acme.ask('GET', '/repos/acme/api/rules/branches/main');

    expect(body).toMatchObject([
      { type: 'non_fast_forward', ruleset_source_type: 'Enterprise', ruleset_source: 'mega' },
    ]);
    expect(await typesOn('acme/web')).toEqual([]);
  });

  test('is listed and read with the parents, never with those who bypass it', async () => {
    const all = await acme.ask('GET', '/repos/acme/api/rulesets');
    const own = await acme.ask('GET', '/repos/acme/api/rulesets?includes_parents=false');
    const one = await acme.ask('GET', `/repos/acme/api/rulesets/${all.body[0].id}`);

    expect(all.body).toMatchObject([{ name: 'from above', source_type: 'Enterprise', source: 'mega' }]);
    expect(own.body).toEqual([]);
    expect(one.body).toMatchObject({ rules: [{ type: 'non_fast_forward' }] });
    expect(one.body).not.toHaveProperty('bypass_actors');
  });

  test('is not told of to an installation', () => {
    expect(acme.github.deliveries.filter(({ event }) => event === 'repository_ruleset')).toEqual([]);
  });

  test('is in GraphQL a ruleset over the repository, but not among the rules of the branch', async () => {
    const { data, errors } = await askGraphql(
      acme.ask,
      `{ repository(owner: "acme", name: "api") {
        rulesets(first: 5) { nodes { name source { __typename ... on Enterprise { slug } } bypassActors(first: 5) { totalCount } } }
        defaultBranchRef { rules(first: 5) { nodes { type } } } } }`,
    );

    expect(errors).toEqual([]);
    expect(data.repository).toEqual({
      rulesets: {
        nodes: [
          { name: 'from above', source: { __typename: 'Enterprise', slug: 'mega' }, bypassActors: null },
        ],
      },
      defaultBranchRef: { rules: { nodes: [] } },
    });
  });
});
