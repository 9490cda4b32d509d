import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, statement, type TestDatabase } from '#kit/database';
import type { LedgerEntry, RepoMemory } from '#model';
import type { Store } from '#store';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createDatabase();
  store = await database.open();
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const NOTHING: RepoMemory = {
  protectionsDisabled: null,
  protectableAs: null,
  added: {},
  underWay: {},
  leftOut: {},
  others: null,
  made: {},
  pause: null,
  contests: {},
};

describe('what is remembered of a repository', () => {
  test('of one never seen is nothing', async () => {
    expect(await store.repository(1)).toEqual(NOTHING);
  });

  test('comes back as it was kept, the last time it was', async () => {
    const memory: RepoMemory = {
      protectionsDisabled: { by: { login: 'olga', bot: false }, since: '2026-11-23T06:00:00.000Z' },
      protectableAs: 'private',
      others: { asked: ['cla/google', 'old'], seen: ['cla/google'], at: '2026-11-23T06:00:00.000Z' },
      added: { main: [{ context: 'test (3.12)', source: 15368, check: 'test' }] },
      underWay: {
        main: {
          changes: [
            {
              dimension: 'required_checks',
              before: null,
              after: [{ context: 'test', source: 'any' }],
              because: [{ file: 'acme/.github/.github/mainstay.yml', line: 3 }, null],
            },
            { dimension: 'include_admins', before: false, after: true, because: [null] },
          ],
          causes: [
            {
              delivery: 'a',
              event: 'issue_comment.created',
              actor: { login: 'olga', bot: false },
              command: {
                name: 'sync',
                by: { login: 'olga', bot: false },
                from: { kind: 'comment', comment: 7, issue: 3 },
              },
            },
          ],
        },
      },
      leftOut: {
        main: {
          changes: [{ dimension: 'strict', before: false, after: true, because: [null] }],
          dropped: [{ code: 'write_dropped', detail: 'GitHub did not take over: required checks.' }],
        },
      },
      made: {
        main: {
          rule: 'BPR_1',
          settings: [
            { dimension: 'include_admins', before: false, after: true },
            { dimension: 'reviews.count', before: null, after: 2 },
            { dimension: 'push', before: 'everybody', after: [{ kind: 'team', id: 'T_1', name: 'core' }] },
          ],
        },
      },
      pause: {
        by: 'olga',
        reason: 'the release is broken',
        since: '2026-11-23T06:00:00.000Z',
        until: '2026-11-23T10:00:00.000Z',
      },
      contests: {
        main: [
          {
            dimension: 'include_admins',
            written: { at: '2026-11-23T06:00:00.000Z', value: '1f' },
            since: '2026-11-23T06:02:00.000Z',
            backs: [
              {
                at: '2026-11-23T06:01:00.000Z',
                by: { login: 'sync[bot]', bot: true },
                delivery: 'a',
                from: 'yes',
                to: 'no',
              },
              { at: '2026-11-23T06:02:00.000Z', by: null, delivery: null, from: 'yes', to: 'no' },
            ],
            issue: 7,
            told: '2026-11-23T06:02:00.000Z',
            until: null,
          },
        ],
      },
    };

    await store.keepRepository(9_007_199_254_740_991, NOTHING);
    await store.keepRepository(9_007_199_254_740_991, memory);

    expect(await store.repository(9_007_199_254_740_991)).toEqual(memory);
  });

  test('by another version is read as far as it can be read', async () => {
    const foreign = {
      protectableAs: 'public',
      added: { main: 'all' },
      underWay: 7,
      others: { seen: 3 },
      pause: { by: 'olga', until: 'tomorrow' },
      contests: { main: [{ dimension: 'invented' }] },
      invented: true,
    };
    await statement(
      database,
      store,
      `insert into mainstay.repository (id, memory) values (4, '${JSON.stringify(foreign)}')`,
    );

    expect(await store.repository(4)).toEqual({ ...NOTHING, protectableAs: 'public' });
  });

  test('by another version altogether is as if it had never been', async () => {
    await statement(database, store, `insert into mainstay.repository (id, memory) values (5, '"gone"')`);

    expect(await store.repository(5)).toEqual(NOTHING);
  });
});

describe('the last good policy', () => {
  test('of a repository without one is none', async () => {
    expect(await store.goodPolicy('acme', 'api')).toBeNull();
  });

  test('is found whichever way the repository is written', async () => {
    const policy = { oid: '1f', text: 'version: 1\n', since: '2026-11-23T06:00:00.000Z' };

    await store.keepGoodPolicy('Acme', '.github', { ...policy, oid: '0e' });
    await store.keepGoodPolicy('acme', '.GitHub', policy);

    expect(await store.goodPolicy('ACME', '.github')).toEqual(policy);
  });
});

function line(at: string, repositoryId: number, title = 'Repaired'): LedgerEntry {
  return {
    at,
    repositoryId,
    repository: 'acme/api',
    branch: 'main',
    conclusion: 'success',
    title,
    causes: ['push'],
    actors: ['olga'],
    report: '# Repaired',
  };
}

describe('the ledger', () => {
  test('shows the newest first, of all repositories or of one, and no more than asked for', async () => {
    const first = line('2026-11-23T06:00:00.000Z', 1);
    const second = line('2026-11-23T06:00:01.000Z', 2);
    const third = line('2026-11-23T06:00:02.500Z', 1);
    await store.record([first, third]);
    await store.record([second]);
    await store.record([]);

    expect(await store.entries({ limit: 2 })).toEqual([third, second]);
    expect(await store.entries({ repositoryId: 1, limit: 10 })).toEqual([third, first]);
  });

  test('holds text that the database cannot, with a mark in its place', async () => {
    const bad = 'a\0b\ud800c';
    await store.record([{ ...line('2026-11-23T07:00:00.000Z', 3, bad), report: bad, causes: [bad] }]);

    const [entry] = await store.entries({ repositoryId: 3, limit: 1 });

    expect(entry).toMatchObject({ title: 'a�b�c', report: 'a�b�c', causes: ['a�b�c'] });
  });
});

describe('the commands of a person', () => {
  test('are counted over all repositories, since a time, in whatever case the login comes', async () => {
    const before = new Date(Date.now() - 60_000);
    const later = new Date(Date.now() + 60_000);

    const api = { owner: 'acme', name: 'api' };
    const web = { owner: 'acme', name: 'web' };

    const counted = [];
    for (const [login, repo, since] of [
      ['Olga', api, before],
      ['olga', web, before],
      ['pavel', web, before],
      ['OLGA', web, before],
      ['olga', web, later],
    ] as const) {
      counted.push(await store.countCommand({ delivery: randomUUID(), login, repo, since, most: 20 }));
    }

    expect(counted).toEqual([
      { total: 0, here: 0 },
      { total: 1, here: 0 },
      { total: 0, here: 0 },
      { total: 2, here: 1 },
      { total: 0, here: 0 },
    ]);
  });

  test('that come together are counted one by one, and no more than the most that count', async () => {
    const command = { login: 'quick', repo: { owner: 'acme', name: 'api' }, since: new Date(0), most: 3 };

    const counted = await Promise.all(
      Array.from({ length: 8 }, () => store.countCommand({ ...command, delivery: randomUUID() })),
    );

    expect(counted.map(({ total }) => total).sort()).toEqual([0, 1, 2, 3, 4, 4, 4, 4]);
  });

  test('count once, however often they are tried', async () => {
    const common = { login: 'rita', repo: { owner: 'acme', name: 'api' }, since: new Date(0), most: 3 };
    const [first, second] = [randomUUID(), randomUUID()];

    const counted = [];
    for (const delivery of [first, first, second, first, second, randomUUID()]) {
      counted.push((await store.countCommand({ ...common, delivery })).total);
    }

    expect(counted).toEqual([0, 0, 1, 0, 1, 2]);
  });
});

describe('tidying', () => {
  test('forgets old deliveries, commands and lines of the ledger, and keeps the others', async () => {
    await statement(
      database,
      store,
      `insert into mainstay.delivery (id, at) values ('old', now() - interval '8 days'), ('new', now())`,
    );
    await statement(
      database,
      store,
      `insert into mainstay.command (login, repository, at) values ('quiet', 'acme/api', now() - interval '8 days'), ('quiet', 'acme/api', now())`,
    );
    const old = line(new Date(Date.now() - 401 * 86_400_000).toISOString(), 8);
    const recent = line(new Date(Date.now() - 399 * 86_400_000).toISOString(), 8);
    await store.record([old, recent]);

    await store.tidy();

    expect(await statement(database, store, `select id from mainstay.delivery`)).toEqual([{ id: 'new' }]);
    const quiet = {
      delivery: randomUUID(),
      login: 'quiet',
      repo: { owner: 'acme', name: 'api' },
      since: new Date(0),
      most: 0,
    };
    expect(await store.countCommand(quiet)).toEqual({ total: 1, here: 1 });
    expect(await store.entries({ repositoryId: 8, limit: 5 })).toEqual([recent]);
  });
});
