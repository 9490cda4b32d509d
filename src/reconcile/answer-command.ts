import type { Cause, Command, Outcome, RepoName, WorkKey } from '#model';
import { renderHelp, renderNotAllowed, renderNotApproving, renderOnlyAdmins, renderTooMany } from '#report';
import { mayApprove } from './authority.ts';
import type { Doors, Installation } from './doors.ts';

export type CommandJob = {
  readonly repo: RepoName;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

/** As many commands as one person gets answered within an hour, over all repositories. */
const LIMIT = 20;
const HOUR = 3_600_000;

/**
 * Checks who asks and acknowledges it; the work itself is the repository's own run, which this wakes. A stranger
 * gets one polite reply an hour and repository, so that a public repository cannot be used to burn the rate limit.
 */
export async function answerCommand(doors: Doors, job: CommandJob): Promise<Outcome> {
  const github = await doors.installation(job.installation);
  const granted: Cause[] = [];
  for (const cause of job.causes) {
    if (await admit({ doors, github, repo: job.repo }, cause)) granted.push(cause);
  }
  const next = granted.map((cause) => ({
    key: keyOf(job.repo, cause),
    installation: job.installation,
    cause,
    priority: 'live' as const,
  }));
  return { kind: 'settled', next };
}

/** A command on a pull request's own checks is its run's; the others are the repository's. */
function keyOf(repo: RepoName, { command }: Cause): WorkKey {
  if (command?.from.kind !== 'comment') {
    const number = command?.from.pull;
    return number === undefined ? { kind: 'repo', repo } : { kind: 'pull', repo, number };
  }
  const isPulls = command.name === 'accept' || (command.name === 'approve' && command.from.pull === true);
  return isPulls ? { kind: 'pull', repo, number: command.from.issue } : { kind: 'repo', repo };
}

type On = { readonly doors: Doors; readonly github: Installation; readonly repo: RepoName };

/** True: the command goes on to the repository's run. */
async function admit(on: On, { delivery, command }: Cause): Promise<boolean> {
  if (!command) return false;
  const { memory, now } = on.doors;
  const since = new Date(now().getTime() - HOUR);
  const { login } = command.by;
  const given = await memory.countCommand({ delivery, login, repo: on.repo, since, most: LIMIT });
  if (given.total > LIMIT) return false;
  if (!(await mayCommand(on.github, on.repo, command))) {
    const words = command.name === 'accept' ? renderOnlyAdmins : renderNotAllowed;
    if (given.here === 0) await reply(on, command, words(command.by));
    return false;
  }
  if (given.total === LIMIT) {
    await reply(on, command, renderTooMany(command.by, LIMIT));
    return false;
  }
  return (command.name !== 'approve' || (await admitApproval(on, command))) && acknowledge(on, command);
}

/** Who may pause is asked by the repository's own run, which knows its policy; who may approve is no policy's matter. */
async function admitApproval(on: On, command: Command): Promise<boolean> {
  const may = await mayApprove(on.github.reader, on.repo, command.by);
  if (may.known && may.value.held) return true;
  await reply(on, command, renderNotApproving(command.by, may.known ? may.value.because : may.why));
  return false;
}

/** `admin`, or (but for `accept`) the role `maintain`, as GitHub answers it now; `author_association` says something else. */
async function mayCommand({ reader }: Installation, repo: RepoName, { by, name }: Command): Promise<boolean> {
  if (by.bot) return false;
  const { permission, role } = await reader.permission(repo, by.login);
  return permission === 'admin' || (role === 'maintain' && name !== 'accept');
}

async function acknowledge(on: On, command: Command): Promise<boolean> {
  if (command.name === 'help') {
    await reply(on, command, renderHelp());
    return false;
  }
  if (command.from.kind === 'comment') await on.github.publisher.react(on.repo, command.from.comment, 'eyes');
  return true;
}

/** A button leaves no place for a reply. */
async function reply({ github, repo }: On, { from }: Command, markdown: string): Promise<void> {
  if (from.kind === 'comment') await github.publisher.comment(repo, from.issue, markdown);
}
