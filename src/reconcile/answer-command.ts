import type { Cause, Command, Outcome, RepoName } from '#model';
import { renderHelp, renderNotAllowed, renderTooMany } from '#report';
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
    if (cause.command && (await admit({ doors, github, repo: job.repo }, cause.command))) granted.push(cause);
  }
  const next = granted.map((cause) => ({
    key: { kind: 'repo' as const, repo: job.repo },
    installation: job.installation,
    cause,
    priority: 'live' as const,
  }));
  return { kind: 'settled', next };
}

type On = { readonly doors: Doors; readonly github: Installation; readonly repo: RepoName };

/** True: the command goes on to the repository's run. */
async function admit(on: On, command: Command): Promise<boolean> {
  const { memory, now } = on.doors;
  const since = new Date(now().getTime() - HOUR);
  const given = await memory.countCommand({ login: command.by.login, repo: on.repo, since, most: LIMIT });
  if (given.total > LIMIT) return false;
  if (!(await mayCommand(on.github, on.repo, command))) {
    if (given.here === 0) await reply(on, command, renderNotAllowed(command.by));
    return false;
  }
  if (given.total === LIMIT) {
    await reply(on, command, renderTooMany(command.by, LIMIT));
    return false;
  }
  return acknowledge(on, command);
}

/** `admin`, or the role `maintain`, as GitHub answers it now; `author_association` says something else. */
async function mayCommand({ reader }: Installation, repo: RepoName, { by }: Command): Promise<boolean> {
  if (by.bot) return false;
  const { permission, role } = await reader.permission(repo, by.login);
  return permission === 'admin' || role === 'maintain';
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
