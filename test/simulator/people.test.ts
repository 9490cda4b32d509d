import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startAcme, type Acme } from './acme.ts';

const PERMISSIONS = {
  metadata: 'read',
  administration: 'write',
  contents: 'read',
  pull_requests: 'read',
  organization_custom_properties: 'read',
  members: 'read',
} as const;
const EVENTS = [
  'repository',
  'push',
  'branch_protection_rule',
  'repository_ruleset',
  'pull_request',
  'pull_request_review',
  'custom_property_values',
  'organization',
];

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ permissions: PERMISSIONS, events: EVENTS });
});

afterEach(() => acme.github.close());

type Told = { readonly payload: Readonly<Record<string, unknown>> };

function toldOf(event: string, action?: string): readonly Told[] {
  return acme.github.deliveries.filter(
    (one) => one.event === event && (action === undefined || one.action === action),
  );
}

function filesOnMain(): Readonly<Record<string, string>> {
  const { branches, commits } = acme.world.repository('acme/api');
  return Object.fromEntries(commits.get(branches.get('main') ?? '')?.files ?? []);
}

describe('a pull request that is merged', () => {
  test('brings its changes to the base, and takes nothing back that came there meanwhile', async () => {
    acme.world.push('acme/api', { files: { gone: '1', kept: '1', same: '1' }, by: 'mia' });
    acme.world.push('acme/api', { branch: 'topic', files: { kept: '2' }, deletes: ['gone'], by: 'walt' });
    const { number } = acme.world.openPull('acme/api', { branch: 'topic', title: 'T', by: 'walt' });
    acme.world.push('acme/api', { files: { same: 'later' }, by: 'mia' });

    acme.world.mergePull('acme/api', { number, by: 'mia' });

    const { gone, kept, same } = filesOnMain();
    expect([gone, kept, same]).toEqual([undefined, '2', 'later']);
    const { body } = await acme.ask('GET', `/repos/acme/api/pulls/${number}`);
    expect(body).toMatchObject({ merged: true, merged_by: { login: 'mia' } });
  });

  test('twice from one branch brings only what is new', () => {
    acme.world.push('acme/api', { branch: 'topic', files: { a: '1' }, by: 'walt' });
    const first = acme.world.openPull('acme/api', { branch: 'topic', title: 'A', by: 'walt' });
    acme.world.mergePull('acme/api', { number: first.number, by: 'mia' });
    acme.world.push('acme/api', { branch: 'topic', files: { b: '1' }, by: 'walt' });
    const second = acme.world.openPull('acme/api', { branch: 'topic', title: 'B', by: 'walt' });

    acme.world.mergePull('acme/api', { number: second.number, by: 'mia' });

    expect(filesOnMain()).toMatchObject({ a: '1', b: '1' });
  });
});

describe('a review', () => {
  let number: number;

  beforeEach(() => {
    acme.world.push('acme/api', { branch: 'topic', files: { a: '1' }, by: 'walt' });
    number = acme.world.openPull('acme/api', { branch: 'topic', title: 'T', by: 'walt' }).number;
  });

  test('is told of and listed, and so is its dismissal', async () => {
    const { id, sha } = acme.world.reviewPull('acme/api', {
      number,
      by: 'mia',
      state: 'APPROVED',
      body: 'Good',
    });
    const submitted = toldOf('pull_request_review', 'submitted');
    acme.world.dismissReview('acme/api', { number, review: id, by: 'olivia' });

    const { body } = await acme.ask('GET', `/repos/acme/api/pulls/${number}/reviews`);

    expect(submitted).toMatchObject([
      { payload: { review: { id, state: 'approved', commit_id: sha }, sender: { login: 'mia' } } },
    ]);
    expect(toldOf('pull_request_review', 'dismissed')).toHaveLength(1);
    expect(body).toMatchObject([
      { id, user: { login: 'mia' }, body: 'Good', state: 'DISMISSED', commit_id: sha },
    ]);
  });

  test('is not told of without pull_requests', () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'COMMENTED' });

    expect(toldOf('pull_request_review')).toEqual([]);
  });

  test('of one’s own pull request decides nothing', () => {
    expect(() => acme.world.reviewPull('acme/api', { number, by: 'walt', state: 'APPROVED' })).toThrow('own');
  });
});

describe('what a repository is called and counted as', () => {
  test('topics are told of with those before, and not when they stay', async () => {
    acme.world.setTopics('acme/api', { topics: ['a'], by: 'mia' });
    acme.world.setTopics('acme/api', { topics: ['a'], by: 'mia' });
    acme.world.setTopics('acme/api', { topics: ['a', 'b'], by: 'mia' });

    const { body } = await acme.ask('GET', '/repos/acme/api/topics');

    expect(toldOf('repository', 'edited')).toMatchObject([
      { payload: { changes: { topics: { from: [] } } } },
      { payload: { changes: { topics: { from: ['a'] } }, repository: { topics: ['a', 'b'] } } },
    ]);
    expect(body).toEqual({ names: ['a', 'b'] });
  });

  test('properties are set, told of and taken away', async () => {
    acme.world.setProperties('acme/api', { properties: { tier: '1', langs: ['ts', 'go'] }, by: 'olivia' });
    acme.world.setProperties('acme/api', { properties: { tier: null }, by: 'olivia' });

    const { body } = await acme.ask('GET', '/repos/acme/api/properties/values');

    expect(body).toEqual([{ property_name: 'langs', value: ['ts', 'go'] }]);
    expect(toldOf('custom_property_values', 'updated').at(-1)?.payload).toMatchObject({
      repository: { full_name: 'acme/api', custom_properties: { langs: ['ts', 'go'] } },
      new_property_values: [{ property_name: 'tier', value: null }],
      old_property_values: [{ property_name: 'tier', value: '1' }],
    });
  });
});

describe('the members of an organisation', () => {
  test('are listed by role and asked for by name', async () => {
    acme.world.setMember('acme', { who: 'mia', role: 'admin', by: 'olivia' });
    acme.world.removeMember('acme', { who: 'rosa', by: 'olivia' });

    const admins = await acme.ask('GET', '/orgs/acme/members?role=admin');
    const all = await acme.ask('GET', '/orgs/acme/members');
    const mia = await acme.ask('GET', '/orgs/acme/memberships/mia');
    const rosa = await acme.ask('GET', '/orgs/acme/memberships/rosa');

    expect(admins.body).toMatchObject([{ login: 'olivia' }, { login: 'mia' }]);
    expect(all.body).toMatchObject([{ login: 'olivia' }, { login: 'mia' }, { login: 'walt' }]);
    expect(mia.body).toMatchObject({ state: 'active', role: 'admin' });
    expect(rosa.status).toBe(404);
  });

  test('are told of when they come and go, also out of their teams', () => {
    acme.world.addPerson('nora');

    acme.world.setMember('acme', { who: 'nora', role: 'member', by: 'olivia' });
    acme.world.removeMember('acme', { who: 'mia', by: 'olivia' });

    expect(toldOf('organization')).toMatchObject([
      { payload: { action: 'member_added', membership: { user: { login: 'nora' }, role: 'member' } } },
      { payload: { action: 'member_removed', membership: { user: { login: 'mia' } } } },
    ]);
    expect(acme.github.state.teams.get('acme/platform')?.members.has('mia')).toBe(false);
  });

  test('are nobody else’s business', async () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });

    const answers = [
      await acme.ask('GET', '/orgs/acme/members'),
      await acme.ask('GET', '/orgs/acme/memberships/mia'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });
});

test('a second manager, a bot, may do what people do, under its own name', async () => {
  acme.world.addApp({ id: 99, slug: 'robot', permissions: { administration: 'write', contents: 'write' } });
  acme.world.installApp('acme', { by: 'olivia', appId: 99 });
  const by = 'robot[bot]';

  acme.world.push('acme/api', { branch: 'bot', files: { a: '1' }, by });
  const { number } = acme.world.openPull('acme/api', { branch: 'bot', title: 'Bump', by });
  acme.world.reviewPull('acme/api', { number, by: 'mia', state: 'APPROVED' });
  acme.world.mergePull('acme/api', { number, by });
  acme.world.setProtection('acme/api', { pattern: 'main', by, set: { adminsEnforced: true } });
  acme.world.editRuleset('acme/api', { name: 'own', by, set: {} });
  acme.world.setTopics('acme/api', { topics: ['bot'], by });

  const { body } = await acme.ask('GET', `/repos/acme/api/pulls/${number}`);
  expect(body).toMatchObject({ user: { login: by, type: 'Bot' }, merged_by: { login: by } });
  for (const event of ['push', 'branch_protection_rule', 'repository_ruleset']) {
    expect(toldOf(event).at(-1)?.payload).toMatchObject({ sender: { login: by, type: 'Bot' } });
  }
});
