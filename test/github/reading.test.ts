import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
});
afterEach(async () => expect(await closed(here)).toEqual([]));

/** Everything but the date. */
const TIMERS = [
  'nextTick',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
  'performance',
  'hrtime',
] as const;
const NOBODY = { users: [], teams: [], apps: [] };

async function readApi(branches: readonly string[] = ['main']) {
  const read = await here.doors.reader.repository({ repo: API, branches });
  if (!read.known) throw new Error(read.why.detail);
  return read.value;
}

describe('reading one repository', () => {
  test('costs one request, whatever the branches', async () => {
    await here.doors.reader.access();
    const since = here.simulator.exchanges.length;

    const reading = await readApi(['main', '~DEFAULT_BRANCH', 'release']);

    expect(here.simulator.count({ since })).toMatchObject({ total: 1, writes: 0 });
    expect(reading.branches.map(({ name, head }) => [name, head !== null])).toEqual([
      ['main', true],
      ['release', false],
    ]);
  });

  test('shows every dimension of the rule that applies, with the people it names', async () => {
    const { world } = here.simulator;
    world.addPerson('piet');
    world.addTeam('acme/core', ['piet']);
    world.setRole('acme/api', { who: 'piet', role: 'write' });
    world.setRole('acme/api', { who: 'team:core', role: 'write' });
    world.setProtection('acme/api', {
      pattern: 'ma*',
      by: 'olga',
      set: {
        checks: {
          strict: true,
          checks: [
            { context: 'test', appId: 15368 },
            { context: 'lint', appId: null },
          ],
        },
        reviews: {
          count: 2,
          dismissStale: true,
          codeOwners: true,
          lastPushApproval: true,
          dismissal: { ...NOBODY, users: ['piet'] },
          bypass: { ...NOBODY, apps: ['mainstay'] },
        },
        restrictions: { ...NOBODY, teams: ['core'] },
        adminsEnforced: true,
        linearHistory: true,
        conversationResolution: true,
        signatures: true,
        deployments: ['production'],
        bypassForcePush: { ...NOBODY, users: ['piet'] },
        blocksCreations: true,
        lockBranch: true,
        lockAllowsFetchAndMerge: true,
      },
    });

    const reading = await readApi();

    const [main] = reading.branches;
    const any: unknown = expect.any(String);
    expect(main?.rule).toEqual({
      known: true,
      value: {
        id: any,
        pattern: 'ma*',
        protection: {
          checks: {
            strict: true,
            required: [
              { context: 'test', source: 15368 },
              { context: 'lint', source: 'any' },
            ],
          },
          includeAdmins: true,
          reviews: {
            count: 2,
            codeOwners: true,
            dismissStale: true,
            lastPush: true,
            dismissers: [{ kind: 'user', id: any, name: 'piet' }],
            bypassers: [{ kind: 'app', id: any, name: 'mainstay' }],
          },
          pushers: [{ kind: 'team', id: any, name: 'core' }],
          blockCreations: true,
          allowForcePushes: false,
          forcePushers: [{ kind: 'user', id: any, name: 'piet' }],
          allowDeletions: false,
          linearHistory: true,
          signatures: true,
          conversationResolution: true,
          lockBranch: true,
          allowForkSyncing: true,
          deployments: ['production'],
        },
      },
    });
  });

  test('reads the policy files, and the workflows of the branch', async () => {
    const { world } = here.simulator;
    world.createRepository('acme/.github', {
      by: 'olga',
      from: { files: { '.github/mainstay.yml': 'version: 1\n' } },
    });
    const files = {
      '.github/mainstay.yml': 'version: 1\nstrict: true\n',
      '.github/workflows/ci.yml': 'on: push',
      '.github/workflows/old/unused.yml': 'on: push',
    };
    world.push('acme/api', { by: 'olga', files });

    const reading = await readApi();

    expect(reading).toMatchObject({
      organisationPolicy: { known: true, value: { text: 'version: 1\n' } },
      policyRepositoryVisible: true,
      repositoryPolicy: { known: true, value: { text: 'version: 1\nstrict: true\n' } },
      branches: [
        { workflows: { known: true, value: [{ path: '.github/workflows/ci.yml', text: 'on: push' }] } },
      ],
    });
  });

  test('no policy repository and no files are answers, not unknowns', async () => {
    const reading = await readApi();

    expect(reading).toMatchObject({
      organisationPolicy: { known: true, value: null },
      policyRepositoryVisible: false,
      repositoryPolicy: { known: true, value: null },
      branches: [{ workflows: { known: true, value: [] } }],
    });
  });

  test('a binary file under the policy name is unknown, not absent', async () => {
    here.simulator.world.push('acme/api', { by: 'olga', files: { '.github/mainstay.yml': 'a\u0000b' } });

    const reading = await readApi();

    expect(reading.repositoryPolicy).toMatchObject({ known: false, why: { code: 'policy_unreadable' } });
  });

  test('an empty repository has no default branch and no head', async () => {
    here.simulator.world.createRepository('acme/new', { by: 'olga', from: 'empty' });

    const read = await here.doors.reader.repository({
      repo: { owner: 'acme', name: 'new' },
      branches: ['main', '~DEFAULT_BRANCH'],
    });

    expect(read).toMatchObject({
      known: true,
      value: { repo: { empty: true, defaultBranch: null }, branches: [{ name: 'main', head: null }] },
    });
  });

  test('a repository that does not exist is said to be not found', async () => {
    const read = await here.doors.reader.repository({
      repo: { owner: 'acme', name: 'gone' },
      branches: ['main'],
    });

    expect(read).toMatchObject({ known: false, why: { code: 'repository_not_found' } });
  });

  test('a renamed repository is found under its old name and says its new one', async () => {
    here.simulator.world.renameRepository('acme/api', { name: 'service', by: 'olga' });

    const reading = await readApi();

    expect(reading.repo).toMatchObject({ owner: 'acme', name: 'service' });
  });

  test('without the permission "administration" no rule is unknown, never "none"', async () => {
    const { world } = here.simulator;
    world.changePermissions('acme', { by: 'olga', permissions: { contents: 'read' } });

    const reading = await readApi();

    expect(reading.branches[0]?.rule).toMatchObject({ known: false, why: { code: 'permission_missing' } });
  });
});

describe('what the installation may do', () => {
  test('is seen anew after somebody accepted other permissions', async () => {
    const before = await here.doors.reader.access();
    here.simulator.world.changePermissions('acme', { by: 'olga', permissions: { contents: 'read' } });

    here.github.forget(here.installation);
    const after = await here.doors.reader.access();

    expect(before.permissions).toMatchObject({ administration: 'write' });
    expect(after.permissions).toEqual({ contents: 'read', metadata: 'read' });
  });

  test('is nothing while the installation is suspended, and its repositories cannot be seen', async () => {
    here.simulator.world.suspend('acme', { by: 'olga' });

    const access = await here.doors.reader.access();
    const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });

    expect(access.permissions).toEqual({});
    expect(read).toMatchObject({ known: false, why: { code: 'repository_not_found' } });
  });

  test('is nothing either where the installation was suspended under a token it still has', async () => {
    await here.doors.reader.access();
    here.simulator.world.suspend('acme', { by: 'olga' });

    const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });

    expect(read).toMatchObject({ known: false, why: { code: 'repository_not_found' } });
  });

  test('a token that GitHub no longer takes is replaced for the next try', async () => {
    await here.doors.reader.access();
    here.simulator.state.tokens.clear();
    // Within five seconds of a token's making octokit takes a 401 for replication lag, and waits.
    jest.useFakeTimers({ doNotFake: [...TIMERS], now: Date.now() + 10_000 });
    await here.doors.reader.enforced(API, 'main').catch(() => 'thrown');

    const enforced = await here.doors.reader.enforced(API, 'main');

    expect(enforced).toBe(false);
    expect(here.simulator.count().tokens).toBe(2);
    jest.useRealTimers();
  });

  test('asks for no token but the one it needs anyway', async () => {
    await here.doors.reader.access();
    await readApi();
    await here.doors.reader.access();

    expect(here.simulator.count()).toMatchObject({ tokens: 1, total: 1 });
  });
});
