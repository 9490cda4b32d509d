import type { Approval, Cause, OrgMemory, RepoName } from '#model';
import { renderApproval } from '#report';
import { hasAuthority } from './authority.ts';
import type { Doors, Installation } from './doors.ts';

/** A policy file's text, and where its approvals are given. */
export type ApproveJob = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly repo: RepoName;
  readonly causes: readonly Cause[];
  /** Null: there is no policy file here that could be approved. */
  readonly file: {
    readonly oid: string;
    readonly pull: number | null;
    readonly author: string | null;
  } | null;
};

/** Most of them are never merged, so only the newest are kept. */
const MOST = 50;

/** Notes what was approved by command, answers, and says who has approved this text by now. */
export async function approvePolicy(job: ApproveJob): Promise<readonly string[]> {
  const { doors, repo, file, causes } = job;
  const commands = causes.flatMap(({ command }) => (command?.name === 'approve' ? [command] : []));
  if (file === null) {
    for (const { by, from } of commands) await answer(job, { by: by.login, from, outcome: 'nothing' });
    return [];
  }
  const { oid, pull, author } = file;
  const at = doors.now().toISOString();
  const given = commands.map(({ by }): Approval => ({ oid, by: by.login, at, pull }));
  const { approvals } = await noted(doors, repo.owner, given);
  const approvers = [...new Set(approvals.filter((one) => one.oid === oid).map(({ by }) => by))];
  for (const { by, from } of commands) {
    const right = await hasAuthority(job.github.reader, { org: repo.owner, author, approvers });
    const counts = right.known && right.value.held;
    await answer(job, { by: by.login, from, outcome: counts ? 'counts' : 'not-alone' });
  }
  return approvers;
}

async function noted(
  { memory }: Doors,
  org: string,
  given: readonly Approval[],
): Promise<Pick<OrgMemory, 'approvals'>> {
  if (given.length === 0) return memory.organisation(org);
  return memory.changeOrganisation(org, (before) => ({
    ...before,
    approvals: [...before.approvals, ...given].slice(-MOST),
  }));
}

type Answer = {
  readonly by: string;
  readonly from: NonNullable<Cause['command']>['from'];
  readonly outcome: Parameters<typeof renderApproval>[0]['outcome'];
};

/** A button leaves no place for a reply. */
async function answer({ github, repo }: ApproveJob, { by, from, outcome }: Answer): Promise<void> {
  if (from.kind !== 'comment') return;
  await github.publisher.comment(repo, from.issue, renderApproval({ by, repo, outcome }));
  await github.publisher.react(repo, from.comment, outcome === 'counts' ? 'rocket' : 'confused');
}
