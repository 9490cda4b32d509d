import type { Cause, Outcome, WorkKey } from '#model';
import { answerCommand } from './answer-command.ts';
import type { Doors } from './doors.ts';
import { reconcileGroup } from './reconcile-group.ts';
import { reconcilePull } from './reconcile-pull.ts';
import { reconcileRepo } from './reconcile-repo.ts';
import { sweepOrg } from './sweep-org.ts';

/** A key that is due, and everything that woke it. */
export type Job = { readonly key: WorkKey; readonly installation: number; readonly causes: readonly Cause[] };

/** The road, ready to be run by a queue: a key and its causes in, how it ended out. */
export function createReconcile(doors: Doors): (job: Job) => Promise<Outcome> {
  return (job) => run(doors, job);
}

function run(doors: Doors, { key, installation, causes }: Job): Promise<Outcome> {
  switch (key.kind) {
    case 'repo':
      return reconcileRepo(doors, { repo: key.repo, installation, causes });
    case 'command':
      return answerCommand(doors, { repo: key.repo, installation, causes });
    case 'pull':
      return reconcilePull(doors, { repo: key.repo, number: key.number, installation, causes });
    case 'group':
      return reconcileGroup(doors, { ...key, installation, causes });
    case 'org':
      return sweepOrg(doors, { org: key.org, installation, causes });
  }
}
