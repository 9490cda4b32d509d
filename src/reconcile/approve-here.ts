import { POLICY_REPOSITORY, type Cause, type Snapshot, type Wake } from '#model';
import { approvePolicy } from './approve-policy.ts';
import type { Doors, Installation } from './doors.ts';

export type ApproveHere = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly causes: readonly Cause[];
  readonly snapshot: Snapshot;
};

/**
 * `/mainstay approve` on the policy repository itself: for the file as it lies on its default branch. The organisation
 * is looked at again by whoever's word counts then.
 */
export async function approveHere(job: ApproveHere): Promise<readonly Wake[]> {
  const { doors, snapshot, causes } = job;
  const commands = causes.filter(({ command }) => command?.name === 'approve');
  const [cause] = commands;
  if (cause === undefined) return [];
  const { repo, organisationPolicy, access } = snapshot;
  const isHome = repo.name.toLowerCase() === POLICY_REPOSITORY;
  const text = isHome && organisationPolicy.known ? organisationPolicy.value : null;
  const { pending } = await doors.memory.organisation(repo.owner);
  const waits = text !== null && pending?.oid === text.oid;
  await approvePolicy({ ...job, repo, file: waits ? { oid: text.oid, pull: null, author: null } : null });
  if (!waits) return [];
  const { delivery, actor } = cause;
  return [
    {
      key: { kind: 'org', org: repo.owner },
      installation: access.installation,
      cause: { delivery, event: 'approved', actor },
      priority: 'live',
    },
  ];
}
