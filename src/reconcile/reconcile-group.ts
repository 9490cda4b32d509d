import { fullName, type Cause, type Outcome, type PullReport, type RepoName } from '#model';
import { groupReport } from '#plan';
import { readWorkflows, reportsOn } from '#workflows';
import { bridgeCommit } from './bridge-commit.ts';
import type { Doors } from './doors.ts';
import { explainCommit } from './explain-commit.ts';
import { concernsNobody } from './look.ts';
import { recallPolicies, wantedRemembered } from './policies.ts';
import { whenStarted } from './when-started.ts';

export type GroupJob = {
  readonly repo: RepoName;
  readonly branch: string;
  readonly base: string;
  readonly head: string;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

/** A merge queue's group: reports the required checks of workflows that know no groups and are not concerned by it. */
export async function reconcileGroup(doors: Doors, job: GroupJob): Promise<Outcome> {
  if (await concernsNobody(doors, job)) return { kind: 'settled', next: [] };
  const github = await doors.installation(job.installation);
  const read = await github.reader.group(job);
  if (!read.known) return { kind: 'stalled', reason: read.why };
  const { repo, head, base, changedFiles } = read.value;
  if (!base.rule.known) return { kind: 'stalled', reason: base.rule.why };
  if (!base.workflows.known) return { kind: 'stalled', reason: base.workflows.why };
  const workflows = readWorkflows(base.workflows.value, { repository: fullName(repo) });
  const facts = { branch: base.name, changedFiles };
  function reportOf(context: string): PullReport {
    const inGroup = reportsOn(workflows, context, { ...facts, event: 'merge_group' });
    return groupReport(inGroup, reportsOn(workflows, context, { ...facts, event: 'pull_request' }));
  }
  const decision = await bridgeCommit({
    github,
    repo,
    of: job.head,
    wanted: wantedRemembered(doors, repo, await recallPolicies(doors.memory, repo)).wanted,
    memory: await doors.memory.repository(repo.id),
    base,
    head,
    changedFiles,
    reportOf,
  });
  if (head.workflows.known) {
    const own = readWorkflows(head.workflows.value, { repository: fullName(repo) });
    await explainCommit({
      github,
      repo,
      memory: await doors.memory.repository(repo.id),
      base,
      head,
      facts: { ...facts, event: 'merge_group' },
      decision,
      workflows: { base: workflows, own },
    });
  }
  return whenStarted(decision, head, doors.now()) ?? { kind: 'settled', next: [] };
}
