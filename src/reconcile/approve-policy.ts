import type { Approval, Cause, OrgMemory, RepoName } from '#model';
import { renderApproval } from '#report';
import { administratorsAmong, hasAuthority } from './authority.ts';
import type { Doors, Installation } from './doors.ts';
import { isPolicyRepository } from './policies.ts';

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
  const { oid, pull } = file;
  const at = doors.now().toISOString();
  const where = isPolicyRepository(repo) ? {} : { repository: repo.name };
  const given = commands.map(({ by }): Approval => ({ oid, by: by.login, at, pull, ...where }));
  const { approvals } = await noted(doors, repo.owner, given);
  const here = approvals.filter((one) => one.oid === oid && one.repository === where.repository);
  const approvers = [...new Set(here.map(({ by }) => by))];
  if (commands.length === 0) return approvers;
  const outcome = (await isEnough(job, file, approvers)) ? 'counts' : 'not-alone';
  for (const { by, from } of commands) await answer(job, { by: by.login, from, outcome });
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

async function isEnough(
  { github, repo }: ApproveJob,
  { author }: NonNullable<ApproveJob['file']>,
  approvers: readonly string[],
): Promise<boolean> {
  const given = { author, approvers };
  if (!isPolicyRepository(repo)) return (await administratorsAmong(github.reader, repo, given)).length > 0;
  const right = await hasAuthority(github.reader, { org: repo.owner, ...given });
  return right.known && right.value.held;
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
