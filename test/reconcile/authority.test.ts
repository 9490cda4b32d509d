import { describe, expect, test } from '@jest/globals';
import type { Known } from '#model';
import { from, known, unknown, wanted } from '#kit/builders';
import { hasAuthority, isAutomation, mayApprove, mayPause } from '../../src/reconcile/authority.ts';

type Asks = Parameters<typeof hasAuthority>[0];
type Role = 'admin' | 'member' | null;

const REPO = { owner: 'acme', name: 'api' };
const HOME = { owner: 'acme', name: '.github' };

/** An organisation as GitHub answers of it; without the permission `members` it does not. */
function github(of: {
  readonly members?: Readonly<Record<string, Role>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly hidden?: boolean;
}): Asks {
  const { members = {}, permissions = {}, hidden = false } = of;
  function seen<T>(value: T): Promise<Known<T>> {
    return Promise.resolve(
      hidden ? unknown('permission_missing', 'It needs `members: read`.') : known(value),
    );
  }
  return {
    membership: (_, login) => seen(members[login] ?? null),
    owners: () => seen(Object.keys(members).filter((login) => members[login] === 'admin')),
    permission: (repo, login) =>
      Promise.resolve({ permission: permissions[`${repo.name}/${login}`] ?? 'none', role: '' }),
  };
}

function person(login: string) {
  return { login, bot: false };
}

function heldBy(answer: Known<{ readonly held: boolean }>): boolean | string {
  return answer.known ? answer.value.held : answer.why.code;
}

describe('Pausing', () => {
  const acme = github({
    members: { olivia: 'admin', mia: 'member' },
    permissions: { 'api/olivia': 'admin', 'api/mallory': 'admin', 'api/mia': 'write' },
  });

  test.each<['owner' | 'admin' | 'nobody', string, boolean]>([
    ['owner', 'olivia', true],
    ['owner', 'mallory', false],
    ['owner', 'mia', false],
    ['owner', 'stranger', false],
    ['admin', 'mallory', true],
    ['admin', 'mia', false],
    ['nobody', 'olivia', false],
  ])('by %s: %s may: %s', async (by, login, held) => {
    const rule = { by: from(by), maxHours: from(24) };

    const may = await mayPause(acme, { repo: REPO, by: person(login), rule });

    expect(heldBy(may)).toBe(held);
  });

  test('is no right of anybody while GitHub does not show who owns the organisation', async () => {
    const hidden = github({ members: { olivia: 'admin' }, hidden: true });

    const may = await mayPause(hidden, { repo: REPO, by: person('olivia'), rule: wanted().pause });

    expect(may).toEqual(unknown('permission_missing', 'It needs `members: read`.'));
  });

  test('is never the right of a bot', async () => {
    const by = { login: 'helper[bot]', bot: true };
    const rule = { by: from('admin' as const), maxHours: from(24) };
    const reader = github({ permissions: { 'api/helper[bot]': 'admin' } });

    expect(heldBy(await mayPause(reader, { repo: REPO, by, rule }))).toBe(false);
  });
});

describe('Approving', () => {
  test('is the right of owners, and of nobody while GitHub does not show them', async () => {
    const members = { olivia: 'admin', mia: 'member' } as const;

    expect(heldBy(await mayApprove(github({ members }), HOME, person('olivia')))).toBe(true);
    expect(heldBy(await mayApprove(github({ members }), HOME, person('mia')))).toBe(false);
    expect(heldBy(await mayApprove(github({ members, hidden: true }), HOME, person('olivia')))).toBe(
      'permission_missing',
    );
  });
});

describe("Approving a repository's own file", () => {
  test('is the right of its administrators, whoever owns the organisation', async () => {
    const reader = github({ members: {}, permissions: { 'api/mia': 'admin', 'api/walt': 'write' } });

    expect(heldBy(await mayApprove(reader, REPO, person('mia')))).toBe(true);
    expect(heldBy(await mayApprove(reader, REPO, person('walt')))).toBe(false);
  });
});

describe('Approvals of what concerns the whole organisation', () => {
  const two: Readonly<Record<string, Role>> = { olivia: 'admin', oscar: 'admin', mia: 'member' };
  const one: Readonly<Record<string, Role>> = { olivia: 'admin', mia: 'member' };
  const permissions = { '.github/mia': 'write', '.github/olivia': 'admin', '.github/oscar': 'admin' };

  test.each<[string, Readonly<Record<string, Role>>, string | null, readonly string[], boolean]>([
    ['an owner who is not the author', two, 'mia', ['olivia'], true],
    ['an owner who is the author, alone', two, 'olivia', ['olivia'], false],
    ['the author under another spelling, alone', two, 'Olivia', ['olivia'], false],
    ['an owner who is the author, and a writer', two, 'olivia', ['olivia', 'mia'], true],
    ['an owner who is the author, and a stranger', two, 'olivia', ['olivia', 'rosa'], false],
    ['the only owner, who is the author', one, 'olivia', ['olivia'], true],
    ['a writer alone', two, 'olivia', ['mia'], false],
    ['an owner, of a change whose author is gone', two, null, ['olivia'], true],
    ['nobody', two, 'mia', [], false],
    ['an owner who is the author, and a bot', two, 'olivia', ['olivia', 'helper[bot]'], false],
  ])('%s', async (...[, members, author, approvers, held]) => {
    const reader = github({ members, permissions: { ...permissions, '.github/helper[bot]': 'write' } });

    const answer = await hasAuthority(reader, { org: 'acme', author, approvers });

    expect(heldBy(answer)).toBe(held);
  });

  test('on an account of a person: that person, who is its only owner', async () => {
    const reader = github({ members: { penny: 'admin' } });

    const answer = await hasAuthority(reader, { org: 'penny', author: 'penny', approvers: ['penny'] });

    expect(heldBy(answer)).toBe(true);
  });

  test('are not known while GitHub does not show who owns the organisation', async () => {
    const reader = github({ members: two, permissions, hidden: true });

    const answer = await hasAuthority(reader, { org: 'acme', author: 'mia', approvers: ['olivia'] });

    expect(heldBy(answer)).toBe('permission_missing');
  });
});

test('Automation is a bot, or a login that the policy lists in any spelling; whoever is not known is none', () => {
  const listing = { contention: { ...wanted().contention, automation: [from('Terraform-Robot')] } };

  expect(isAutomation({ login: 'x[bot]', bot: true }, wanted())).toBe(true);
  expect(isAutomation(person('terraform-robot'), listing)).toBe(true);
  expect(isAutomation(person('terraform-robot'), wanted())).toBe(false);
  expect(isAutomation(null, listing)).toBe(false);
});
