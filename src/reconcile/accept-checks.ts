import type { Accepted, Cause, PullMemory, PullState, Wake } from '#model';
import { acceptable, type Explanation } from '#plan';
import { renderAccepted } from '#report';
import { reportsOn, type Workflows } from '#workflows';
import type { Doors, Installation } from './doors.ts';

export type AcceptJob = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly installation: number;
  readonly pull: PullState;
  readonly own: Workflows | null;
  readonly explanation: Explanation | null;
  readonly before: PullMemory | null;
  readonly causes: readonly Cause[];
};

/** As long as a check stays out of the requirement for one pull request's sake. */
const LONGEST_MS = 86_400_000;

/** What is accepted on this pull request from now on: as before while it still holds, and what an administrator adds. */
export async function acceptChecks(job: AcceptJob): Promise<Accepted | null> {
  const before = stillAccepted(job);
  const command = job.causes.map((cause) => cause.command).find((one) => one?.name === 'accept');
  if (command === undefined) return before;
  const accepted = widened(job, before, command.by.login);
  const byHand = (job.explanation?.stuck ?? []).filter(({ remedy }) => remedy.kind === 'by-hand');
  const markdown = renderAccepted({
    by: command.by,
    accepted,
    branch: job.pull.base.name,
    byHand: byHand.map(({ context }) => context),
  });
  await job.github.publisher.comment(job.pull.repo, job.pull.number, markdown);
  return accepted;
}

/** An acceptance that stands keeps its end: asking again does not prolong it. */
function widened({ explanation, doors }: AcceptJob, before: Accepted | null, by: string): Accepted | null {
  const added = acceptable(explanation);
  if (before === null) {
    const until = new Date(doors.now().getTime() + LONGEST_MS).toISOString();
    return added.length === 0 ? null : { contexts: added, by, until };
  }
  return { ...before, contexts: [...new Set([...before.contexts, ...added])] };
}

/** Until its time, on the same base, and only what the pull request's own workflows still do not report. */
function stillAccepted({ before, pull, own, doors }: AcceptJob): Accepted | null {
  const accepted = before?.accepted ?? null;
  if (accepted === null || own === null || before?.base !== pull.base.name) return null;
  if (Date.parse(accepted.until) <= doors.now().getTime()) return null;
  const facts = { branch: pull.base.name, event: 'pull_request', changedFiles: pull.changedFiles } as const;
  const contexts = accepted.contexts.filter((context) => reportsOn(own, context, facts).jobs.length === 0);
  return contexts.length === 0 ? null : { ...accepted, contexts };
}

/** What is woken when the acceptance changed: the repository, and the pull request again, to end it in time. */
export function wakesOfAcceptance(
  job: Pick<AcceptJob, 'pull' | 'installation' | 'causes'>,
  accepted: Accepted | null,
): readonly Wake[] {
  const [cause] = job.causes;
  if (cause === undefined) return [];
  const { owner, name } = job.pull.repo;
  const repo = { owner, name };
  const wake = {
    installation: job.installation,
    cause: { delivery: cause.delivery, event: 'accepted', actor: cause.actor },
    priority: 'live',
  } as const;
  const wakes: readonly Wake[] = [{ ...wake, key: { kind: 'repo', repo } }];
  if (accepted === null) return wakes;
  return [...wakes, { ...wake, key: { kind: 'pull', repo, number: job.pull.number } }];
}
