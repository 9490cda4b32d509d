import { z } from 'zod';
import type { Known } from '#model';
import { problemOf } from './problem-of.ts';
import type { Session } from './session.ts';

const MEMBERSHIP = 'GET /orgs/{org}/memberships/{username}';
const MEMBERS = 'GET /orgs/{org}/members';
const membership = z.object({ role: z.string(), state: z.string() });
const members = z.array(z.object({ login: z.string() }));

/**
 * What somebody is in an organisation. Of an account that is a person's own, that person is the owner. Without the
 * permission `members` it is unknown, and unknown is nobody's right.
 * https://docs.github.com/en/rest/orgs/members#get-organization-membership-for-a-user
 */
export async function readMembership(
  session: Session,
  org: string,
  login: string,
): Promise<Known<'admin' | 'member' | null>> {
  if (org.toLowerCase() === login.toLowerCase()) return { known: true, value: 'admin' };
  const answer = await session.read(MEMBERSHIP, { org, username: login });
  if (!answer.ok) {
    if (answer.failure.status === 404) return { known: true, value: null };
    return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  }
  const parsed = membership.safeParse(answer.data);
  if (!parsed.success || parsed.data.state !== 'active') return { known: true, value: null };
  return { known: true, value: parsed.data.role === 'admin' ? 'admin' : 'member' };
}

/** The owners of an organisation, at most a hundred of them. */
export async function readOwners(session: Session, org: string): Promise<Known<readonly string[]>> {
  const answer = await session.read(MEMBERS, { org, role: 'admin', per_page: 100 });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const parsed = members.safeParse(answer.data);
  if (!parsed.success) {
    return { known: false, why: { code: 'read_incomplete', detail: 'The owners were not listed.' } };
  }
  return { known: true, value: parsed.data.map(({ login }) => login) };
}
