import type { Github } from '#github';
import type { Outcome, Wake } from '#model';
import { fieldsOf, type Run, type Taken } from '#queue';
import type { createReconcile } from '#reconcile';
import type { Store } from '#store';
import type { AppWatch } from './app-watch.ts';
import { withinJob, type Job } from './job-fields.ts';
import { underLease } from './job-lease.ts';

export type RunJobParts = {
  readonly github: Pick<Github, 'forget' | 'suspended'>;
  readonly reconcile: ReturnType<typeof createReconcile>;
  readonly waiting: Store['waiting'];
  readonly watch: AppWatch;
  readonly now: () => Date;
};

/** The queue's run: the road, under the job's lease, fields and priority, with what an installation's state does to it. */
export function createRunJob(parts: RunJobParts): Run {
  // What GitHub says of the App is about all jobs, so it is asked and told outside of this one.
  return (taken, _log, lease) =>
    parts.watch.whileTaken(() =>
      underLease(lease, () => withinJob(jobOf(taken), () => unlessSuspended(parts, taken))),
    );
}

function jobOf(taken: Taken): Job {
  return { fields: fieldsOf(taken), priority: taken.priority };
}

/** Events after which a token may not see what it should: it was made for other permissions or repositories. */
const ACCESS = /^(?:installation|installation_repositories|repository)\./;
const UNSUSPENDED = 'installation.unsuspend';
/** Where the event that lifts a suspension was lost, this finds out. */
const LOOK_AGAIN_MS = 3_600_000;

async function unlessSuspended(parts: RunJobParts, taken: Taken): Promise<Outcome> {
  const { github, reconcile, now } = parts;
  if (taken.causes.some(({ event }) => ACCESS.test(event))) github.forget(taken.installation);
  try {
    const outcome = await reconcile(taken);
    return github.suspended(taken.installation) ? untilLifted(now()) : await goOn(parts, taken, outcome);
  } catch (error) {
    if (github.suspended(taken.installation)) return untilLifted(now());
    throw error;
  }
}

function untilLifted(now: Date): Outcome {
  const reason = { code: 'installation_suspended', detail: 'The installation is suspended.' } as const;
  return { kind: 'waiting', until: new Date(now.getTime() + LOOK_AGAIN_MS), reason };
}

/** With the end of a suspension, all that waited for it is woken. */
async function goOn({ waiting }: RunJobParts, taken: Taken, outcome: Outcome): Promise<Outcome> {
  const cause = taken.causes.find(({ event }) => event === UNSUSPENDED);
  if (cause === undefined || outcome.kind !== 'settled') return outcome;
  const { installation } = taken;
  const wakes = (await waiting(installation)).map((key): Wake => ({
    key,
    installation,
    cause,
    priority: 'live',
  }));
  return { ...outcome, next: [...outcome.next, ...wakes] };
}
