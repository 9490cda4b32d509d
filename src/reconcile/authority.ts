import {
  fullName,
  POLICY_REPOSITORY,
  type Actor,
  type Known,
  type PauseRule,
  type RepoName,
  type Wanted,
} from '#model';
import type { Reader } from '#observe';

/** Whether somebody may do something, and why or why not, as a sentence without its end. */
export type Right = { readonly held: boolean; readonly because: string };

/** What is asked of GitHub, now: a role that was lost a minute ago is no right. Unknown is no right either. */
export type Asks = Pick<Reader, 'membership' | 'owners' | 'permission'>;

/** Who may pause a repository, and end a pause of it, by the policy's `pause.by`. */
export async function mayPause(
  reader: Asks,
  on: { readonly repo: RepoName; readonly by: Actor; readonly rule: PauseRule },
): Promise<Known<Right>> {
  const { repo, by, rule } = on;
  if (rule.by.value === 'nobody') return right(false, 'the policy lets nobody pause');
  if (by.bot) return right(false, 'only people may pause');
  if (rule.by.value === 'owner') return isOwner(reader, repo.owner, by.login);
  const { permission } = await reader.permission(repo, by.login);
  return right(permission === 'admin', `the policy lets administrators of \`${fullName(repo)}\` do it`);
}

/** Who may approve a policy: the organisation's its owners, a repository's own file its administrators. */
export async function mayApprove(reader: Asks, repo: RepoName, by: Actor): Promise<Known<Right>> {
  if (by.bot) return right(false, 'only people may approve');
  if (isSame(repo.name, POLICY_REPOSITORY)) return isOwner(reader, repo.owner, by.login);
  const { permission } = await reader.permission(repo, by.login);
  return right(permission === 'admin', `it is the right of the administrators of \`${fullName(repo)}\``);
}

/** Whose approval of a repository's own file counts: its administrators', but not the author's. */
export async function administratorsAmong(
  reader: Asks,
  repo: RepoName,
  { author, approvers }: Omit<Approved, 'org'>,
): Promise<readonly string[]> {
  const admins: string[] = [];
  for (const login of approvers) {
    if (author !== null && isSame(login, author)) continue;
    const { permission } = await reader.permission(repo, login);
    if (permission === 'admin') admins.push(login);
  }
  return admins;
}

async function isOwner(reader: Asks, org: string, login: string): Promise<Known<Right>> {
  const membership = await reader.membership(org, login);
  return membership.known
    ? right(membership.value === 'admin', `it is the right of the owners of \`${org}\``)
    : membership;
}

export type Approved = {
  readonly org: string;
  /** Who wrote what is approved; null: nobody knows. */
  readonly author: string | null;
  /** Logins whose approval stands. */
  readonly approvers: readonly string[];
};

/**
 * Whether approvals have the authority that concerns the whole organisation: an owner is among them, and so is
 * somebody who may write to the policy repository and is not the author, unless that owner is the only one there is.
 */
export async function hasAuthority(reader: Asks, approved: Approved): Promise<Known<Right>> {
  const { org, author } = approved;
  const people = approved.approvers.filter((login) => !login.endsWith('[bot]'));
  const owners = await ownersAmong(reader, org, people);
  if (!owners.known) return owners;
  const [owner] = owners.value;
  if (owner === undefined) return right(false, `no owner of \`${org}\` approved it`);
  const others = people.filter((login) => author === null || !isSame(login, author));
  const writer = await writerAmong(reader, org, others);
  if (writer !== null)
    return right(true, `\`${owner}\` owns \`${org}\`, and \`${writer}\` is not the author`);
  return onlyOwner(reader, org, owner);
}

async function ownersAmong(
  reader: Asks,
  org: string,
  people: readonly string[],
): Promise<Known<readonly string[]>> {
  const owners: string[] = [];
  for (const login of people) {
    const membership = await reader.membership(org, login);
    if (!membership.known) return membership;
    if (membership.value === 'admin') owners.push(login);
  }
  return { known: true, value: owners };
}

async function writerAmong(reader: Asks, org: string, people: readonly string[]): Promise<string | null> {
  const home = { owner: org, name: POLICY_REPOSITORY };
  for (const login of people) {
    const { permission } = await reader.permission(home, login);
    if (permission === 'admin' || permission === 'write') return login;
  }
  return null;
}

/** Of an account that is a person's own, that person is the only owner. */
async function onlyOwner(reader: Asks, org: string, owner: string): Promise<Known<Right>> {
  const alone = `\`${owner}\` is the only owner of \`${org}\``;
  if (isSame(org, owner)) return right(true, alone);
  const owners = await reader.owners(org);
  if (!owners.known) return owners;
  return owners.value.every((login) => isSame(login, owner))
    ? right(true, alone)
    : right(false, `nobody but its author approved it, and \`${org}\` has other owners`);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function right(held: boolean, because: string): Known<Right> {
  return { known: true, value: { held, because } };
}

/** Whether somebody who changes settings is automation: a bot, or a login that the policy lists. */
export function isAutomation(actor: Actor | null, { contention }: Pick<Wanted, 'contention'>): boolean {
  if (actor === null) return false;
  return actor.bot || contention.automation.some(({ value }) => isSame(value, actor.login));
}
