import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askingAsInstallation, type Ask } from '#kit/contract-client';
import { startAcme, type Acme } from './acme.ts';

const RULESETS = '/repos/acme/api/rulesets';
const MAIN = { ref_name: { include: ['refs/heads/main'], exclude: [] } };
const ADMIN = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' };
const HOUSE = {
  name: 'house',
  target: 'branch',
  enforcement: 'active',
  conditions: MAIN,
  rules: [{ type: 'deletion' }],
  bypass_actors: [ADMIN],
};

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
});

afterEach(() => acme.github.close());

/** Asks as an installation that may read what everybody may, and nothing else. */
async function reader(): Promise<Ask> {
  acme.world.changePermissions('acme', { permissions: {}, by: 'olivia' });
  return askingAsInstallation(acme.github, acme.installation);
}

function kept(): readonly unknown[] {
  return [...acme.world.repository('acme/api').rulesets.values()];
}

describe('a ruleset of a repository', () => {
  test('is made, and in force at once', async () => {
    const { status, body } = await acme.ask('POST', RULESETS, { body: HOUSE });

    const inForce = await acme.ask('GET', '/repos/acme/api/rules/branches/main');

    expect(status).toBe(201);
    expect(body).toMatchObject({ ...HOUSE, source_type: 'Repository', source: 'acme/api' });
    expect(inForce.body).toMatchObject([{ type: 'deletion', ruleset_id: body.id }]);
  });

  test('without conditions applies to no branch', async () => {
    await acme.ask('POST', RULESETS, { body: { ...HOUSE, conditions: undefined } });

    const inForce = await acme.ask('GET', '/repos/acme/api/rules/branches/main');

    expect(inForce.body).toEqual([]);
  });

  test('keeps what a change does not name, and replaces the lists that it sends', async () => {
    const made = await acme.ask('POST', RULESETS, { body: HOUSE });
    const rules = [{ type: 'non_fast_forward' }];

    const changed = await acme.ask('PUT', `${RULESETS}/${made.body.id}`, { body: { rules } });

    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...HOUSE, rules });
    expect(kept()).toMatchObject([{ name: 'house', rules, bypassActors: [ADMIN] }]);
  });

  test('comes back with rules and fields that nobody knows, whoever put them there', async () => {
    const rules = [
      { type: 'quantum_entanglement', parameters: { spin: 'up' } },
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'test', integration_id: 15368, colour: 'blue' }],
          strict_required_status_checks_policy: true,
          later: { deep: [1] },
        },
        extra: 7,
      },
    ];
    const byPerson = acme.world.editRuleset('acme/api', { name: 'by hand', by: 'mia', set: { rules } });

    const byApp = await acme.ask('POST', RULESETS, { body: { ...HOUSE, rules } });
    const read = await acme.ask('GET', `${RULESETS}/${byPerson.id}`);

    expect(byApp.body.rules).toEqual(rules);
    expect(read.body.rules).toEqual(rules);
  });

  test('is gone when it is deleted', async () => {
    const made = await acme.ask('POST', RULESETS, { body: HOUSE });

    const deleted = await acme.ask('DELETE', `${RULESETS}/${made.body.id}`);
    const read = await acme.ask('GET', `${RULESETS}/${made.body.id}`);

    expect([deleted.status, read.status]).toEqual([204, 404]);
    expect(kept()).toEqual([]);
  });

  test('is told of by webhook in the name of the App, and not when nothing changed', async () => {
    const made = await acme.ask('POST', RULESETS, { body: HOUSE });
    const path = `${RULESETS}/${made.body.id}`;
    await acme.ask('PUT', path, { body: HOUSE });
    await acme.ask('PUT', path, { body: { name: 'home', enforcement: 'disabled', rules: [] } });
    await acme.ask('DELETE', path);

    const told = acme.github.deliveries.filter(({ event }) => event === 'repository_ruleset');

    expect(told.map(({ action }) => action)).toEqual(['created', 'edited', 'deleted']);
    expect(told[1]?.payload).toMatchObject({
      sender: { login: 'mainstay[bot]' },
      repository: { full_name: 'acme/api' },
      changes: {
        name: { from: 'house' },
        enforcement: { from: 'active' },
        rules: { deleted: [{ type: 'deletion' }] },
      },
    });
  });
});

describe('the list of rulesets', () => {
  test('holds those above the repository, unless they are not asked for', async () => {
    acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: {} });
    acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set: {} });
    acme.world.editRuleset('acme', { name: 'of others', by: 'olivia', set: { repositories: ['web'] } });

    const all = await acme.ask('GET', RULESETS);
    const own = await acme.ask('GET', `${RULESETS}?includes_parents=false`);

    expect(all.body).toMatchObject([{ name: 'own' }, { name: 'of acme', source_type: 'Organization' }]);
    expect(own.body).toMatchObject([{ name: 'own' }]);
  });

  test('comes in pages, without rules and conditions, and by target', async () => {
    for (const name of ['one', 'two', 'three'])
      acme.world.editRuleset('acme/api', { name, by: 'mia', set: {} });
    acme.world.editRuleset('acme/api', { name: 'tags', by: 'mia', set: { target: 'tag' } });

    const second = await acme.ask('GET', `${RULESETS}?per_page=2&page=2`);
    const tags = await acme.ask('GET', `${RULESETS}?targets=tag,push`);

    expect(second.body).toMatchObject([{ name: 'three' }, { name: 'tags' }]);
    expect(second.headers['link']).toContain('rel="prev"');
    expect(second.body[0]).not.toHaveProperty('rules');
    expect(tags.body).toMatchObject([{ name: 'tags' }]);
  });

  test('leads to a parent by its id only where parents count', async () => {
    const { id } = acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set: {} });

    const found = await acme.ask('GET', `${RULESETS}/${id}`);
    const hidden = await acme.ask('GET', `${RULESETS}/${id}?includes_parents=false`);
    const written = await acme.ask('PUT', `${RULESETS}/${id}`, { body: { name: 'mine' } });

    expect([found.status, hidden.status, written.status]).toEqual([200, 404, 404]);
  });
});

describe('who bypasses a ruleset', () => {
  test('is not even a key to those who could not write it', async () => {
    const { id } = acme.world.editRuleset('acme/api', {
      name: 'own',
      by: 'mia',
      set: { bypassActors: [ADMIN] },
    });
    const ask = await reader();

    const { status, body } = await ask('GET', `${RULESETS}/${id}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'own', rules: [] });
    expect(body).not.toHaveProperty('bypass_actors');
  });

  test('of the organisation is shown by a repository only to those who may write there', async () => {
    const set = { bypassActors: [ADMIN] };
    const { id } = acme.world.editRuleset('acme', { name: 'of acme', by: 'olivia', set });

    const before = await acme.ask('GET', `${RULESETS}/${id}`);
    const permissions = { administration: 'write', organization_administration: 'write' } as const;
    acme.world.changePermissions('acme', { permissions, by: 'olivia' });
    const after = await acme.ask('GET', `${RULESETS}/${id}`);

    expect(before.body).not.toHaveProperty('bypass_actors');
    expect(after.body.bypass_actors).toEqual([ADMIN]);
  });
});

describe('GitHub refuses', () => {
  test('to let anybody write who may not, as if there were nothing', async () => {
    const { id } = acme.world.editRuleset('acme/api', { name: 'own', by: 'mia', set: {} });
    const ask = await reader();

    const answers = [
      await ask('POST', RULESETS, { body: HOUSE }),
      await ask('PUT', `${RULESETS}/${id}`, { body: HOUSE }),
      await ask('DELETE', `${RULESETS}/${id}`),
    ];

    expect(answers).toMatchObject(
      [404, 404, 404].map((status) => ({ status, body: { message: 'Not Found' } })),
    );
    expect(kept()).toMatchObject([{ name: 'own' }]);
  });

  test('all of it on a private repository of a free plan', async () => {
    acme.world.addOrganisation('small', { plan: 'free', members: { olivia: 'admin' } });
    acme.world.createRepository('small/app', { by: 'olivia' });
    const { id } = acme.world.installApp('small', { by: 'olivia' });
    const ask = await askingAsInstallation(acme.github, id);

    const private_ = [
      await ask('GET', '/repos/small/app/rulesets'),
      await ask('POST', '/repos/small/app/rulesets', { body: HOUSE }),
    ];
    acme.world.publicize('small/app', { by: 'olivia' });
    const public_ = await ask('POST', '/repos/small/app/rulesets', { body: HOUSE });

    const message = 'Upgrade to GitHub Pro or make this repository public to enable this feature.';
    expect(private_).toMatchObject([1, 2].map(() => ({ status: 403, body: { message } })));
    expect(public_.status).toBe(201);
  });

  test('a second ruleset of the same name, and one that takes another one’s name', async () => {
    await acme.ask('POST', RULESETS, { body: HOUSE });
    const other = await acme.ask('POST', RULESETS, { body: { ...HOUSE, name: 'other' } });

    const twice = await acme.ask('POST', RULESETS, { body: HOUSE });
    const renamed = await acme.ask('PUT', `${RULESETS}/${other.body.id}`, { body: { name: 'house' } });
    const same = await acme.ask('PUT', `${RULESETS}/${other.body.id}`, { body: { name: 'other' } });

    expect([twice.status, renamed.status, same.status]).toEqual([422, 422, 200]);
    expect(twice.body.errors).toMatchObject([{ message: 'Name must be unique' }]);
  });

  test.each([
    ['no name', { name: undefined }],
    ['an empty name', { name: ' ' }],
    ['no enforcement', { enforcement: undefined }],
    ['an enforcement nobody knows', { enforcement: 'on' }],
    ['a trial on a plan without trials', { enforcement: 'evaluate' }],
    ['the target of an organisation', { target: 'repository' }],
    ['a branch that is no full ref', { conditions: { ref_name: { include: ['main'], exclude: [] } } }],
    [
      'conditions about repositories',
      { conditions: { ...MAIN, repository_name: { include: [], exclude: [] } } },
    ],
    ['conditions without branches', { conditions: {} }],
    ['rules that are no list', { rules: {} }],
    ['a rule without a type', { rules: [{ parameters: {} }] }],
    ['checks without a list', { rules: [{ type: 'required_status_checks', parameters: {} }] }],
    ['a check from null', { rules: [requiring({ context: 'test', integration_id: null })] }],
    ['a check without a name', { rules: [requiring({ integration_id: 1 })] }],
    ['an actor of no kind', { bypass_actors: [{ actor_id: 1 }] }],
    ['an actor without an id', { bypass_actors: [{ actor_type: 'Team' }] }],
    ['a mode nobody knows', { bypass_actors: [{ ...ADMIN, bypass_mode: 'sometimes' }] }],
  ])('a ruleset with %s', async (_, change) => {
    const { status } = await acme.ask('POST', RULESETS, { body: { ...HOUSE, ...change } });

    expect(status).toBe(422);
    expect(kept()).toEqual([]);
  });
});

function requiring(check: object): object {
  const parameters = { required_status_checks: [check], strict_required_status_checks_policy: false };
  return { type: 'required_status_checks', parameters };
}
